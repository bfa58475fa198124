# The customer screen rests with the camera, where the owner wants it, and wakes at anything
member "Anna de Vries" A => idle
display on => idle; pad welcome; pad awake
wait 200 => pad awake
key Camera => camera
type 5 => camera
key Enter => idle
wait 10 => pad awake
wait 6 => pad rests
# A touch on it wakes it and does nothing else
tap wake => idle; pad welcome; pad awake
wait 16 => pad rests
# So do a key, a digit and a card
key F9 => idle; pad awake
wait 16 => pad rests
type 1 => idle; pad awake
wait 60 => pad awake
key Esc => idle; pad awake
wait 16 => pad rests
scan A => member; pad member
wait 30 => pad member
key Esc => idle; pad awake
wait 16 => pad rests
