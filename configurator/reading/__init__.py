"""Reads files into positioned trees and typed shapes. Independent of products and prices."""
