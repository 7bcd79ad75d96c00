"""The order priced as a whole: rules over the priced items of an order, run by the stages of every price."""
