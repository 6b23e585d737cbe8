;; The shadow stack of the module that the functions stand in, as Vera's code pushes to it.

;; survives "all, always", "all, at every 32nd allocation": linked modules have it; our heap has a function of its own
(func $push (param $pointer i32)
  (if (i32.ge_u (global.get {sp}) (global.get {limit})) (then (unreachable)))
  (i32.store (global.get {sp}) (local.get $pointer))
  (global.set {sp} (i32.add (global.get {sp}) (i32.const 4))))

;; Another pointer in the place of the one that was pushed last.
;; survives "all, always", "all, at every 32nd allocation": as above
(func $keep (param $pointer i32)
  ({keep} (i32.sub (global.get {sp}) (i32.const 4)) (local.get $pointer)))
