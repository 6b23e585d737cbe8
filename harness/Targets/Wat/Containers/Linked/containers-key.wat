;; Keys, by the letter of their representation: i (Int, Nat), f (Float64), s (String), b (Bool, Byte and every pointer)
;; and a (Array). Numbers by value, floats by SameValueZero, strings by their bytes, all else by identity. Equal keys
;; hash alike, and two keys that are no strings never share all 64 bits: they are spread by a bijection.

(func $spread (param $value i64) (result i64)
  (local.set $value
    ;; survives "i64.shr_u became shl, always", "32 became 33, always", "32 became 31, always": what keys are spread by
    ;;   is a bijection all the same; where an entry hangs is not seen, as listings go by stamps
    (i64.mul (i64.xor (local.get $value) (i64.shr_u (local.get $value) (i64.const 32))) {FACTOR}))
  (local.set $value
    ;; survives "i64.shr_u became shl, always", "32 became 33, always", "32 became 31, always": what keys are spread by
    ;;   is a bijection all the same; where an entry hangs is not seen, as listings go by stamps
    (i64.mul (i64.xor (local.get $value) (i64.shr_u (local.get $value) (i64.const 32))) {FACTOR}))
  ;; survives "i64.shr_u became shl, always", "32 became 33, always", "32 became 31, always": what keys are spread by is
  ;;   a bijection all the same; where an entry hangs is not seen, as listings go by stamps
  (i64.xor (local.get $value) (i64.shr_u (local.get $value) (i64.const 32))))

(func $hash.i (param $key i64) (result i64)
  (call $spread (i64.xor (local.get $key) {SEED})))

;; All NaNs are one key, and both zeros.
(func $hash.f (param $key i64) (result i64)
  (local $value f64)
  (local.set $value (f64.reinterpret_i64 (local.get $key)))
  ;; survives "-1 became -2, always": all NaNs hash alike, as a number whose bits are those of a NaN too
  (if (f64.ne (local.get $value) (local.get $value)) (then (return (call $hash.i (i64.const -1)))))
  (if (f64.eq (local.get $value) (f64.const 0)) (then (return (call $hash.i (i64.const 0)))))
  (call $hash.i (local.get $key)))

(func $hash.b (param $key i64) (result i64)
  (call $hash.i (local.get $key)))

(func $hash.a (param $key i64) (result i64)
  (call $hash.i (i64.and (local.get $key) (i64.const 0xFFFFFFFF))))

;; Eight bytes at a time; what is left at the end counts as a word of its own, filled up with zeros.
(func $hash.s (param $key i64) (result i64)
  (local $at i32)
  (local $end i32)
  (local $hash i64)
  (local $rest i64)
  (local.set $at (i32.wrap_i64 (local.get $key)))
  (local.set $end (i32.add (local.get $at) (i32.wrap_i64 (i64.shr_u (local.get $key) (i64.const 32)))))
  ;; survives "i64.add became sub, always", "32 became 33, always", "32 became 31, always",
  ;;   "(local.set $hash (call $hash.i (i64.add (... is missing, always": any function of the bytes and their number
  ;;   will do: equal strings hash alike, and $same.s tells all others apart
  (local.set $hash (call $hash.i (i64.add (i64.shr_u (local.get $key) (i64.const 32)) {FACTOR})))
  (loop $words
    ;; survives "(i32.ge_u (i32.sub (local.get $end) (loca... is never true, always": any function of the bytes and
    ;;   their number will do, if some strings meet that did not
    (if (i32.ge_u (i32.sub (local.get $end) (local.get $at)) (i32.const 8))
      (then
        (local.set $hash
          (i64.add
            (call $spread (i64.xor (local.get $hash) (i64.load (local.get $at))))
            {FACTOR}))
        ;; survives "8 became 7, always": a byte counts twice; any function of the bytes and their number will do: equal
        ;;   strings hash alike, and $same.s tells all others apart
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        ;; survives "(br $words) is missing, always": see above
        (br $words))))
  (loop $bytes
    (if (i32.lt_u (local.get $at) (local.get $end))
      (then
        (local.set $end (i32.sub (local.get $end) (i32.const 1)))
        (local.set $rest
          (i64.or (i64.shl (local.get $rest) (i64.const 8)) (i64.load8_u (local.get $end))))
        (br $bytes))))
  (call $spread (i64.xor (local.get $hash) (local.get $rest))))

(func $same.i (param $left i64) (param $right i64) (result i32)
  (i64.eq (local.get $left) (local.get $right)))

(func $same.b (param $left i64) (param $right i64) (result i32)
  (i64.eq (local.get $left) (local.get $right)))

(func $same.a (param $left i64) (param $right i64) (result i32)
  (i64.eq (local.get $left) (local.get $right)))

(func $same.f (param $left i64) (param $right i64) (result i32)
  (local $l f64)
  (local $r f64)
  (local.set $l (f64.reinterpret_i64 (local.get $left)))
  (local.set $r (f64.reinterpret_i64 (local.get $right)))
  (i32.or
    (f64.eq (local.get $l) (local.get $r))
    (i32.and (f64.ne (local.get $l) (local.get $l)) (f64.ne (local.get $r) (local.get $r)))))

(func $same.s (param $left i64) (param $right i64) (result i32)
  (local $l i32)
  (local $r i32)
  (local $end i32)
  ;; survives "(return (i32.const 1)) is missing", "(i64.eq (local.get $left) (local.get $rig... is never true": the
  ;;   same bytes at the same place are compared with themselves then
  (if (i64.eq (local.get $left) (local.get $right)) (then (return (i32.const 1))))
  (if (i64.ne (i64.shr_u (local.get $left) (i64.const 32)) (i64.shr_u (local.get $right) (i64.const 32)))
    (then (return (i32.const 0))))
  (local.set $l (i32.wrap_i64 (local.get $left)))
  (local.set $r (i32.wrap_i64 (local.get $right)))
  (local.set $end (i32.add (local.get $l) (i32.wrap_i64 (i64.shr_u (local.get $left) (i64.const 32)))))
  (loop $words
    ;; survives "8 became 9", "i32.ge_u became gt_u", "(i32.ge_u (i32.sub (local.get $end) (loca... is never true": what
    ;;   is not compared by eights is compared byte by byte
    (if (i32.ge_u (i32.sub (local.get $end) (local.get $l)) (i32.const 8))
      (then
        (if (i64.ne (i64.load (local.get $l)) (i64.load (local.get $r))) (then (return (i32.const 0))))
        (local.set $l (i32.add (local.get $l) (i32.const 8)))
        (local.set $r (i32.add (local.get $r) (i32.const 8)))
        (br $words))))
  (loop $bytes
    (if (i32.lt_u (local.get $l) (local.get $end))
      (then
        (if (i32.ne (i32.load8_u (local.get $l)) (i32.load8_u (local.get $r))) (then (return (i32.const 0))))
        (local.set $l (i32.add (local.get $l) (i32.const 1)))
        (local.set $r (i32.add (local.get $r) (i32.const 1)))
        (br $bytes))))
  (i32.const 1))
