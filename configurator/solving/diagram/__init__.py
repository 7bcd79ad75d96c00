"""An engine that compiles a program into a decision diagram once, and answers every query by passes over it.

Compiling (`compiling`), in order:

1. `domain_narrowing` removes values from wide domains; `attainable_sums` computes the attainable values of sums.
2. `value_blocks` numbers the values of every variable, single or in blocks that no constraint distinguishes.
3. `hidden_variables` omits intermediate results determined by others; `array_evaluation` computes them for all
   combinations of values at once.
4. `law_automata` turns every constraint into an `automaton` that reads the variables one by one.
5. `elimination` finds the order of the variables, a tree.
6. `expansion` walks down the tree: every reachable context of the constraints, expanded once.
7. `merging` walks up again: contexts with equal futures become one node (`interning` finds equal ones).
8. `packing` dissolves nodes with one branch and packs the rest into arrays: the `diagram`.

`compile_budget` bounds all of it; a program that does not compile goes to another engine.

Answering (`solver`): `translation` turns a query into masks and costs, `passes` go up and down the diagram, `solutions`
extracts solutions. `bounded_sums` bounds further sums, `lexicographic_completion` fulfils wishes. `loading` creates a
solver immediately or in the background, and `saving` stores diagrams on disk.
"""
