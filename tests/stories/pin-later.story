# "Later" keeps the reward, Esc closes the pad, and nobody waits for ever
member "Anna de Vries" A => idle
earn A 50000 => idle; balance A points 2000
left A => idle
wait 200 => idle
scan A => member
key F4 => redeem
key Enter => idle; events 3
left A => idle
wait 200 => idle
scan A => member
key F4 => member; pad choose
pad Later => member; "stays with the member"; pad rest; events 3
key F4 => member; pad choose
pad 83 => member; pad filled 2
key Esc => member; "The pad is closed"; pad rest
key F4 => member; pad choose; pad filled 0
pad Cancel => member; pad rest
key F4 => member; pad choose
wait 25 => member; pad choose
wait 6 => member; pad rest; "Nobody typed a PIN"; sound warning
# The sale goes on without the reward; Enter waits until the pad is closed
key F4 => member; pad choose
key Enter => member; "chooses a PIN"; pad choose
key Esc => member
type 500 => member; "€ 5,00"
key Enter => idle; prints; events 4
# Another card closes the pad, and what was typed is gone
member "Bas Mulder" B => idle
left A => idle
wait 200 => idle
scan A => member
key F4 => member; pad choose
pad 83 => member; pad filled 2
scan B => member; "Bas M."; pad rest
key Esc => idle
# Wishes are refused five times, not for ever
left A => idle
wait 200 => idle
scan A => member
key F4 => member; pad choose
pad 1111 => member; pad choose
pad 2222 => member; pad choose
pad 3333 => member; pad choose
pad 4444 => member; pad choose
pad 5555 => member; refused; "No PIN was chosen"; pad said; pad "ask at the till"
