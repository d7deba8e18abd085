"""Who a customer is to the help site: signed tokens and the keys they are signed with."""
