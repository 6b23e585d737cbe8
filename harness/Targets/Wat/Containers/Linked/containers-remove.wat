;; set_remove and map_remove. What a node has become is passed up: a node, or with bit 31 the one entry that the node
;; above takes in; bit 31 alone if nothing is left.

(func $without.{K} (param $tag i32) (param $container i32) (param $key i64) (result i32)
  (local $sp i32)
  (local $shape i32)
  (local $root i32)
  (local $hash i64)
  (local $made i32)
  ;; survives "(call $check (local.get $tag) (local.get ... is missing": it ends a run that has lost its memory already:
  ;;   where all is sound, here is a wrapper of this kind
  (call $check (local.get $tag) (local.get $container))
  (local.set $sp (global.get {sp}))
  ;; survives "0 became 1", "0 became -1": a shape of keys alone has no value to hold
  (call $hold (i32.const {key-tag}) (local.get $container) (local.get $key) (i64.const 0))
  (local.set $shape (i32.load offset=8 (local.get $container)))
  (local.set $root (i32.load offset=16 (local.get $container)))
  (local.set $hash (call $hash.{K} (local.get $key)))
  (if (i32.eqz (call $find.{K} (local.get $shape) (local.get $root) (local.get $key) (local.get $hash)))
    (then
      ;; seen: trie.missing
      (local.set $made (call $again (local.get $container))))
    (else
      ;; survives "0 became 1", "0 became -1": no block lies there
      ;; survives "(call $push (i32.const 0)) is missing": what is newest then takes the slot of the key or the
      ;;   container, which callers root as well
      (call $push (i32.const 0)) ;; what is newest is kept here
      (local.set $root
        (call $root_left.{K}
          (local.get $shape)
          (call $take.{K}
            (local.get $shape) (local.get $root) (local.get $key) (local.get $hash) (i32.const 0))))
      (local.set $made
        (call $wrap
          (local.get $tag)
          (i32.sub (call $count (local.get $container)) (i32.const 1))
          (local.get $shape)
          (i32.load offset=12 (local.get $container))
          (local.get $root)))))
  (global.set {sp} (local.get $sp))
  (local.get $made))

;; The root of what is left.
(func $root_left.{K} (param $shape i32) (param $left i32) (result i32)
  (local $entry i32)
  ;; survives "0 became 1", "0 became -1": it is an address, or has bit 31 and is not -1
  (if (i32.ge_s (local.get $left) (i32.const 0)) (then (return (local.get $left))))
  (local.set $entry (i32.and (local.get $left) (i32.const 0x7FFFFFFF)))
  (if (i32.eqz (local.get $entry))
    (then
      ;; seen: trie.empty
      (return (i32.const 0))))
  ;; seen: trie.collapse-root
  (call $single (local.get $entry) (call $hash_at.{K} (local.get $shape) (local.get $entry))))

;; The node without a key that is below it.
(func $take.{K}
  (param $shape i32) (param $node i32) (param $key i64) (param $hash i64) (param $level i32) (result i32)
  (local $data i32)
  (local $nodes i32)
  (local $count i32)
  (local $bit i32)
  (local $at i32)
  (local $left i32)
  ;; seen: trie.remove-level.0 + (local.get $level)
  ;; survives "(i32.eq (local.get $level) {LEVELS}) is never true, at level 7",
  ;;   "(i32.eq (local.get $level) {LEVELS}) is never true, at the last level": it is not
  (if (i32.eq (local.get $level) {LEVELS})
    (then (return (call $take_from_list.{K} (local.get $shape) (local.get $node) (local.get $key)))))
  (local.set $data (call $data_map (local.get $node)))
  (local.set $nodes (call $node_map (local.get $node)))
  (local.set $count (i32.add (i32.popcnt (local.get $data)) (i32.popcnt (local.get $nodes))))
  (local.set $bit (call $bit_of (local.get $hash)))
  (if (i32.and (local.get $data) (local.get $bit))
    (then (return (call $take_entry (local.get $node) (local.get $count) (local.get $bit)))))
  (local.set $at (i32.add (i32.popcnt (local.get $data)) (call $rank (local.get $nodes) (local.get $bit))))
  (local.set $left
    (call $take.{K}
      (local.get $shape)
      (call $pointer_at (local.get $node) (local.get $at))
      (local.get $key)
      ;; survives "4 became 5, at the last level", "4 became 3, at the last level", "i64.shr_u became shl, at the last
      ;;   level": below is a list, and no hash is asked for there
      (i64.shr_u (local.get $hash) (i64.const 4))
      (i32.add (local.get $level) (i32.const 1))))
  ;; survives "0 became 1", "0 became -1": as in $root_left
  (if (i32.ge_s (local.get $left) (i32.const 0))
    (then (return (call $replaced (local.get $node) (local.get $count) (local.get $at) (local.get $left)))))
  (if (i32.eq (local.get $count) (i32.const 1))
    (then
      ;; seen: trie.collapse-passed
      (return (local.get $left))))
  ;; seen: trie.collapse
  (local.set $data (i32.or (local.get $data) (local.get $bit)))
  (call $moved
    (local.get $node) (local.get $count)
    (local.get $data) (i32.xor (local.get $nodes) (local.get $bit))
    (local.get $at) (call $rank (local.get $data) (local.get $bit))
    (i32.and (local.get $left) (i32.const 0x7FFFFFFF))))

;; The node without one of its own entries.
(func $take_entry (param $node i32) (param $count i32) (param $bit i32) (result i32)
  (local $data i32)
  (local $at i32)
  (local.set $data (call $data_map (local.get $node)))
  (local.set $at (call $rank (local.get $data) (local.get $bit)))
  (if (i32.eq (local.get $count) (i32.const 16))
    (then
      ;; seen: trie.shrink-full
    ))
  (if (call $collapses (local.get $node) (local.get $count))
    (then (return (call $other (local.get $node) (local.get $count) (local.get $at)))))
  (call $removed
    (local.get $node) (local.get $count)
    (i32.xor (local.get $data) (local.get $bit)) (call $node_map (local.get $node))
    (local.get $at)))

;; Whether a node that loses an entry is none any more.
(func $collapses (param $node i32) (param $count i32) (result i32)
  ;; survives "i32.le_u became lt_u, of 16", "2 became 1, of 16", "2 became 3, of 16": 16 is more
  (i32.and (i32.le_u (local.get $count) (i32.const 2)) (i32.eqz (call $node_map (local.get $node)))))

;; Which of two entries stays when one goes; of one entry, none does.
;; survives "all, of 16": there are two of them at most
(func $other (param $node i32) (param $count i32) (param $at i32) (result i32)
  (if (i32.eq (local.get $count) (i32.const 1)) (then (return {BIT_31})))
  (i32.or
    (call $pointer_at (local.get $node) (i32.sub (i32.const 1) (local.get $at)))
    {BIT_31}))

(func $take_from_list.{K} (param $shape i32) (param $list i32) (param $key i64) (result i32)
  (local $count i32)
  (local $at i32)
  (local.set $count (call $list_count (local.get $list)))
  (local.set $at (call $index.{K} (local.get $shape) (local.get $list) (local.get $key)))
  (if (i32.eq (local.get $count) (i32.const 2))
    (then
      ;; seen: trie.list-collapse
      (return (call $other (local.get $list) (local.get $count) (local.get $at)))))
  ;; seen: trie.list-remove
  (call $removed
    (local.get $list) (local.get $count)
    (i32.sub (local.get $count) (i32.const 1)) (i32.const 0)
    (local.get $at)))
