"""The shopper's page: server-rendered, whole without scripts, its state in the address."""
