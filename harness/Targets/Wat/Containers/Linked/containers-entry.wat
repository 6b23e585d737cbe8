;; Entries: one block each, {stamp, key, value}, never changed once made and shared by all versions that have it. The
;; stamp tells the order of insertion. If an entry has a pointer, its numbers lie in boxes of their own that no
;; collector need scan; if it has none, it is such a block itself. Stamps and lengths have bit 31 set.
;;
;; A shape says what entries hold: the key's tag (0 i, 1 f, 2 s, 3 b, 4 a), eight times the value's, and 64 if there are
;; values. So a shape from 80 on has values that are no numbers.

(func $key_tag (param $shape i32) (result i32)
  (i32.and (local.get $shape) (i32.const 7)))

(func $value_tag (param $shape i32) (result i32)
  (i32.and (i32.shr_u (local.get $shape) (i32.const 3)) (i32.const 7)))

(func $has_values (param $shape i32) (result i32)
  (i32.ge_u (local.get $shape) (i32.const 64)))

(func $is_number (param $tag i32) (result i32)
  (i32.lt_u (local.get $tag) (i32.const 2)))

;; Strings and arrays: an address and a length.
(func $is_pair (param $tag i32) (result i32)
  (i32.and (i32.shr_u (i32.const 0x14) (local.get $tag)) (i32.const 1)))

(func $is_pointer_free (param $shape i32) (result i32)
  (i32.and (call $is_number (call $key_tag (local.get $shape))) (i32.lt_u (local.get $shape) (i32.const 80))))

;; Bytes of a key or value.
(func $width (param $shape i32) (param $tag i32) (result i32)
  (i32.shl
    (i32.const 4)
    (i32.or (call $is_pair (local.get $tag)) (call $is_pointer_free (local.get $shape)))))

(func $value_offset (param $shape i32) (result i32)
  (i32.add (i32.const 4) (call $width (local.get $shape) (call $key_tag (local.get $shape)))))

;; A new entry of a key and value as they lie in it: numbers in boxes, if there have to be any. All is rooted.
(func $entry (param $shape i32) (param $stamp i32) (param $key i64) (param $value i64) (result i32)
  (local $entry i32)
  (local $bytes i32)
  (local.set $bytes (call $value_offset (local.get $shape)))
  ;; survives "(call $has_values (local.get $shape)) is always true, in maps of strings to floats": these have values
  (if (call $has_values (local.get $shape))
    (then
      (local.set $bytes
        (i32.add (local.get $bytes) (call $width (local.get $shape) (call $value_tag (local.get $shape)))))))
  (if (call $is_pointer_free (local.get $shape))
    (then
      ;; seen: trie.scalars
      (local.set $entry (call $alloc_data (local.get $bytes))))
    (else (local.set $entry (call $alloc (local.get $bytes)))))
  (i32.store (local.get $entry) (i32.or (local.get $stamp) {BIT_31}))
  (call $set_field
    (i32.add (local.get $entry) (i32.const 4)) (local.get $shape) (call $key_tag (local.get $shape)) (local.get $key))
  ;; survives "(call $has_values (local.get $shape)) is always true, in maps of strings to floats": these have values
  (if (call $has_values (local.get $shape))
    (then
      (call $set_field
        (i32.add (local.get $entry) (call $value_offset (local.get $shape)))
        (local.get $shape)
        (call $value_tag (local.get $shape))
        (local.get $value))))
  (local.get $entry))

;; The same key and stamp with another value, which is boxed already; a key's box is shared.
(func $with_value (param $shape i32) (param $entry i32) (param $value i64) (result i32)
  (call $entry
    (local.get $shape)
    (i32.load (local.get $entry))
    (if (result i64)
      ;; survives "(i32.eq (call $width (local.get $shape) (... is always true, in maps of strings to floats": strings
      ;;   are so wide
      (i32.eq (call $width (local.get $shape) (call $key_tag (local.get $shape))) (i32.const 8))
      (then (i64.load offset=4 (local.get $entry)))
      (else (i64.load32_u offset=4 (local.get $entry))))
    (local.get $value)))

(func $set_field (param $at i32) (param $shape i32) (param $tag i32) (param $field i64)
  (if (call $is_pair (local.get $tag))
    (then (i64.store (local.get $at) (i64.or (local.get $field) (i64.const 0x8000000000000000))))
    (else
      (if (call $is_pointer_free (local.get $shape))
        (then (i64.store (local.get $at) (local.get $field)))
        (else (i32.store (local.get $at) (i32.wrap_i64 (local.get $field))))))))

;; What stands for a key or value in an entry that has pointers. A number's box is pushed.
(func $boxed (param $tag i32) (param $of_value i32) (param $slot i64) (result i64)
  (local $box i32)
  (if (i32.eqz (call $is_number (local.get $tag))) (then (return (local.get $slot))))
  ;; seen: trie.key-box + (local.get $of_value)
  ;; survives "8 became 7", "8 became 9": the block is as large either way
  (local.set $box (call $alloc_data (i32.const 8)))
  (i64.store (local.get $box) (local.get $slot))
  (call $push (local.get $box))
  (i64.extend_i32_u (local.get $box)))

(func $key (param $shape i32) (param $entry i32) (result i64)
  (call $field
    (i32.add (local.get $entry) (i32.const 4)) (local.get $shape) (call $key_tag (local.get $shape))))

(func $value (param $shape i32) (param $entry i32) (result i64)
  (call $field
    (i32.add (local.get $entry) (call $value_offset (local.get $shape)))
    (local.get $shape)
    (call $value_tag (local.get $shape))))

;; A key or value as a slot.
(func $field (param $at i32) (param $shape i32) (param $tag i32) (result i64)
  (if (call $is_pair (local.get $tag))
    (then (return (i64.and (i64.load (local.get $at)) (i64.const 0x7FFFFFFFFFFFFFFF)))))
  ;; survives "(i32.eqz (call $is_number (local.get $tag))) is never true, in maps of strings to floats",
  ;;   "(return (i64.load32_u (local.get $at))) is missing, in maps of strings to floats": their keys are pairs, and
  ;;   have gone; their values are numbers
  (if (i32.eqz (call $is_number (local.get $tag))) (then (return (i64.load32_u (local.get $at)))))
  ;; survives "(call $is_pointer_free (local.get $shape)) is never true, in maps of strings to floats",
  ;;   "(return (i64.load (local.get $at))) is missing, in maps of strings to floats": their entries have pointers
  (if (call $is_pointer_free (local.get $shape)) (then (return (i64.load (local.get $at)))))
  (i64.load (i32.load (local.get $at))))

;; The key of an entry by its letter: as $key, without asking for its tag.
(func $key.i (param $shape i32) (param $entry i32) (result i64)
  ;; survives "i32.ge_u became gt_u, in maps of strings to floats", "80 became 81, in maps of strings to floats",
  ;;   "80 became 79, in maps of strings to floats",
  ;;   "(i32.ge_u (local.get $shape) (i32.const 80)) is never true, in maps of strings to floats",
  ;;   "(i32.ge_u (local.get $shape) (i32.const 80)) is always true, in maps of strings to floats": their keys are read
  ;;   by $key.s
  (if (i32.ge_u (local.get $shape) (i32.const 80))
    (then (return (i64.load (i32.load offset=4 (local.get $entry))))))
  (i64.load offset=4 (local.get $entry)))

(func $key.f (param $shape i32) (param $entry i32) (result i64)
  (call $key.i (local.get $shape) (local.get $entry)))

(func $key.b (param $shape i32) (param $entry i32) (result i64)
  (i64.load32_u offset=4 (local.get $entry)))

(func $key.s (param $shape i32) (param $entry i32) (result i64)
  (i64.and (i64.load offset=4 (local.get $entry)) (i64.const 0x7FFFFFFFFFFFFFFF)))

(func $key.a (param $shape i32) (param $entry i32) (result i64)
  (call $key.s (local.get $shape) (local.get $entry)))
