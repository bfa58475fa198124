# The shop's logo: looked at before it is used, and taken away again
key F10 => menu
type C => cards; "Logo"
type L => cards; "Which picture is it?"; !"regulars.png"; !"Take the logo away"
picture regulars.png
picture coarse.png 120
type A => cards; "regulars.png"; "coarse.png"
# what cannot be printed is said, and nothing changes
type P => cards
type /nowhere/logo.png => cards; "/nowhere/logo.png"
key Enter => cards; refused; "cannot be read"
key Esc => cards
pick 0 => cards; refused; "too coarse"
pick 1 => cards; "600 x 300 dots"; "Use this logo"
key Enter => cards; "show it from now on"; "In use"
key Esc => cards; "Classic"
key Esc => idle
crash => idle
key F10 => menu
type K => menu; "Logo"
pick 4 => cards; "In use"
type X => cards; "was taken away"; !"Take the logo away"
key Esc => menu; "Launch kit"
