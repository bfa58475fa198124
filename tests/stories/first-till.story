# first start
# One key is enough for the first till of a shop, also after a look at the other row.
type 2 => "Which shop does this till join?"
type abc => "abc"
key Esc => "First till of this shop, or join one?"
pick 0 => begun; "The shop is being opened"; joined
