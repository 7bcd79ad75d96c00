"""An engine that compiles a program into a decision diagram once, and answers every question by passes over it.

Compiling (`compiling`), in order:

1. `domain_narrowing` rules values out of wide domains; `attainable_sums` says what sums can come to.
2. `value_blocks` numbers the values of every variable, alone or in blocks that no law tells apart.
3. `hidden_variables` leaves out intermediate results that follow from others; `array_evaluation` works them out for all
   combinations of values at once.
4. `law_automata` turns every law into an `automaton` that reads the variables one by one.
5. `elimination` finds the order of the variables, a tree.
6. `expansion` walks down the tree: every context of the laws that can occur, expanded once.
7. `merging` walks up again: contexts of equal futures become one node (`interning` finds what is equal).
8. `packing` dissolves nodes of one branch and lays the rest out in arrays: the `diagram`.

`compile_budget` bounds all of it; what does not compile is left to another engine.

Answering (`solver`): `translation` turns a question into masks and costs, `passes` go up and down the diagram,
`solutions` reads solutions off them. `bounded_sums` keeps further sums in bounds, `lexicographic_completion` fulfils
wishes. `loading` makes a solver at once or in the background, and `saving` keeps diagrams on disk.
"""
