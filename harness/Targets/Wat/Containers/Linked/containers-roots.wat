;; The shadow stack of the module that the functions stand in, as Vera's code pushes to it.

(func $push (param $pointer i32)
  (if (i32.ge_u (global.get {sp}) (global.get {limit})) (then (unreachable)))
  (i32.store (global.get {sp}) (local.get $pointer))
  (global.set {sp} (i32.add (global.get {sp}) (i32.const 4))))

;; Another pointer in the place of the one that was pushed last.
(func $keep (param $pointer i32)
  ({keep} (i32.sub (global.get {sp}) (i32.const 4)) (local.get $pointer)))
