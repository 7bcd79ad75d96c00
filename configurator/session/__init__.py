"""A person choosing: option states, explanations, repairs, completion."""
