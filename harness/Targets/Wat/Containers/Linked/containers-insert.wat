;; set_add and map_insert: a new version by copying the path to one entry.

(func $insert.{K}
  (param $tag i32) (param $shape i32) (param $container i32) (param $key i64) (param $value i64) (result i32)
  (local $sp i32)
  (local $root i32)
  (local $hash i64)
  (local $found i32)
  (local $stamp i32)
  (local $made i32)
  ;; survives "(call $check (local.get $tag) (local.get ... is missing": it ends a run that has lost its memory already:
  ;;   where all is sound, here is a wrapper of this kind
  (call $check (local.get $tag) (local.get $container))
  (local.set $sp (global.get {sp}))
  ;; survives "(call $hold (local.get $shape) (local.get... is missing": see there
  (call $hold (local.get $shape) (local.get $container) (local.get $key) (local.get $value))
  (local.set $root (i32.load offset=16 (local.get $container)))
  (local.set $hash (call $hash.{K} (local.get $key)))
  (local.set $found (call $find.{K} (local.get $shape) (local.get $root) (local.get $key) (local.get $hash)))
  (local.set $stamp (i32.load offset=12 (local.get $container)))
  ;; survives "(i32.eq (local.get $stamp) (i32.const -1)) is never true", "-1 became -2": that would take four billion
  ;;   insertions
  (if (i32.eq (local.get $stamp) (i32.const -1)) (then (unreachable))) ;; no order is left for what comes next
  (if (local.get $found)
    (then
      (if (call $has_values (local.get $shape))
        (then
          ;; seen: trie.replace
          (local.set $made (call $renewed (local.get $shape) (local.get $found) (local.get $value))))
        (else
          ;; seen: trie.again
          (local.set $made (call $again (local.get $container)))
          (global.set {sp} (local.get $sp))
          (return (local.get $made)))))
    (else
      ;; seen: trie.add
      (local.set $made (call $new (local.get $shape) (local.get $stamp) (local.get $key) (local.get $value)))))
  (call $push (local.get $made)) ;; from here on what is newest is kept here, and all else hangs from it
  (if (local.get $root)
    (then
      (local.set $root
        (call $put.{K}
          (local.get $shape) (local.get $root) (local.get $made) (local.get $key) (local.get $hash) (i32.const 0))))
    (else (local.set $root (call $single (local.get $made) (local.get $hash)))))
  (local.set $made
    (call $wrap
      (local.get $tag)
      (i32.add (call $count (local.get $container)) (i32.eqz (local.get $found)))
      (local.get $shape)
      (i32.add (local.get $stamp) (i32.eqz (local.get $found)))
      (local.get $root)))
  (global.set {sp} (local.get $sp))
  (local.get $made))

;; Callers root what they pass, but Vera's have not always done so, and its own host copies strings before it allocates.
;; survives "all, always", "all, at every 32nd allocation", "all, in maps of strings to floats": ours root what they
;;   pass
(func $hold (param $shape i32) (param $container i32) (param $key i64) (param $value i64)
  (call $push (local.get $container))
  (if (i32.eqz (call $is_number (call $key_tag (local.get $shape))))
    (then (call $push (i32.wrap_i64 (local.get $key)))))
  (if (i32.eqz (call $is_number (call $value_tag (local.get $shape))))
    (then (call $push (i32.wrap_i64 (local.get $value))))))

(func $new (param $shape i32) (param $stamp i32) (param $key i64) (param $value i64) (result i32)
  (if (i32.eqz (call $is_pointer_free (local.get $shape)))
    (then
      (local.set $key (call $boxed (call $key_tag (local.get $shape)) (i32.const 0) (local.get $key)))
      ;; survives "(call $has_values (local.get $shape)) is always true, in maps of strings to floats": a map has values
      (if (call $has_values (local.get $shape))
        (then
          (local.set $value (call $boxed (call $value_tag (local.get $shape)) (i32.const 1) (local.get $value)))))))
  (call $entry (local.get $shape) (local.get $stamp) (local.get $key) (local.get $value)))

;; An entry with another value in its place.
(func $renewed (param $shape i32) (param $entry i32) (param $value i64) (result i32)
  (if (i32.eqz (call $is_pointer_free (local.get $shape)))
    (then (local.set $value (call $boxed (call $value_tag (local.get $shape)) (i32.const 1) (local.get $value)))))
  (call $with_value (local.get $shape) (local.get $entry) (local.get $value)))

;; A trie of one entry.
(func $single (param $entry i32) (param $hash i64) (result i32)
  (call $node_of_one (call $bit_of (local.get $hash)) (i32.const 0) (local.get $entry)))

;; The node with an entry added below it, or put in the place of the one that has its key. The hash is without the bits
;; that the levels above have used.
(func $put.{K}
  (param $shape i32) (param $node i32) (param $entry i32) (param $key i64) (param $hash i64) (param $level i32)
  (result i32)
  (local $data i32)
  (local $nodes i32)
  (local $count i32)
  (local $bit i32)
  (local $at i32)
  (local $present i32)
  ;; seen: trie.put-level.0 + (local.get $level)
  ;; survives "(i32.eq (local.get $level) {LEVELS}) is always true, below the last level": there it is
  (if (i32.eq (local.get $level) {LEVELS})
    (then (return (call $put_in_list.{K} (local.get $shape) (local.get $node) (local.get $entry) (local.get $key)))))
  (local.set $data (call $data_map (local.get $node)))
  (local.set $nodes (call $node_map (local.get $node)))
  (local.set $count (i32.add (i32.popcnt (local.get $data)) (i32.popcnt (local.get $nodes))))
  (local.set $bit (call $bit_of (local.get $hash)))
  (local.set $hash (i64.shr_u (local.get $hash) (i64.const 4)))
  (local.set $level (i32.add (local.get $level) (i32.const 1)))
  (if (i32.and (local.get $nodes) (local.get $bit))
    (then
      (local.set $at
        (i32.add (i32.popcnt (local.get $data)) (call $rank (local.get $nodes) (local.get $bit))))
      (return
        (call $replaced
          (local.get $node)
          (local.get $count)
          (local.get $at)
          (call $put.{K}
            (local.get $shape) (call $pointer_at (local.get $node) (local.get $at))
            (local.get $entry) (local.get $key) (local.get $hash) (local.get $level))))))
  (local.set $at (call $rank (local.get $data) (local.get $bit)))
  (if (i32.eqz (i32.and (local.get $data) (local.get $bit)))
    (then
      (return
        (call $inserted
          (local.get $node) (local.get $count)
          (i32.or (local.get $data) (local.get $bit)) (local.get $nodes)
          (local.get $at) (local.get $entry)))))
  (local.set $present (call $pointer_at (local.get $node) (local.get $at)))
  (if (call $holds.{K} (local.get $shape) (local.get $present) (local.get $key))
    (then (return (call $replaced (local.get $node) (local.get $count) (local.get $at) (local.get $entry)))))
  ;; seen: trie.pair
  (call $split
    (local.get $node) (local.get $count) (local.get $bit) (local.get $at)
    (call $pair
      (local.get $present)
      (i64.shr_u
        (call $hash_at.{K} (local.get $shape) (local.get $present))
        ;; survives "i32.shl became shr_u, below the last level", "2 became 1, below the last level", "2 became 3,
        ;;   below the last level": there is no hash left that could tell two entries apart: they make a list
        (i64.extend_i32_u (i32.shl (local.get $level) (i32.const 2))))
      (local.get $entry)
      (local.get $hash)
      (local.get $level))))

;; A copy with a node of two entries in the place of the one that was there.
(func $split (param $node i32) (param $count i32) (param $bit i32) (param $at i32) (param $pair i32) (result i32)
  (local $data i32)
  (local $nodes i32)
  (local.set $data (i32.xor (call $data_map (local.get $node)) (local.get $bit)))
  (local.set $nodes (i32.or (call $node_map (local.get $node)) (local.get $bit)))
  (call $moved
    (local.get $node) (local.get $count)
    (local.get $data) (local.get $nodes)
    (local.get $at)
    (i32.add (i32.popcnt (local.get $data)) (call $rank (local.get $nodes) (local.get $bit)))
    (local.get $pair)))

(func $put_in_list.{K} (param $shape i32) (param $list i32) (param $entry i32) (param $key i64) (result i32)
  (local $count i32)
  (local $at i32)
  (local.set $count (call $list_count (local.get $list)))
  (local.set $at (call $index.{K} (local.get $shape) (local.get $list) (local.get $key)))
  (if (i32.ge_s (local.get $at) (i32.const 0))
    (then
      ;; seen: trie.list-replace
      (return (call $replaced (local.get $list) (local.get $count) (local.get $at) (local.get $entry)))))
  ;; seen: trie.list-add
  (call $inserted
    (local.get $list) (local.get $count)
    (i32.add (local.get $count) (i32.const 1)) (i32.const 0)
    (local.get $count) (local.get $entry)))

;; The node that tells two entries apart, below as many levels as their hashes share.
(func $pair
  (param $first i32) (param $first_hash i64) (param $second i32) (param $second_hash i64) (param $level i32)
  (result i32)
  (local $first_bit i32)
  (local $second_bit i32)
  ;; survives "(i32.eq (local.get $level) {LEVELS}) is never true, at the last level": below that, it is
  (if (i32.eq (local.get $level) {LEVELS})
    (then
      ;; seen: trie.list-made
      (return (call $node_of_two (i32.const 2) (local.get $first) (local.get $second)))))
  (local.set $first_bit (call $bit_of (local.get $first_hash)))
  (local.set $second_bit (call $bit_of (local.get $second_hash)))
  (if (i32.eq (local.get $first_bit) (local.get $second_bit))
    (then
      ;; seen: trie.chain
      (return
        (call $node_of_one
          (i32.const 0)
          (local.get $first_bit)
          (call $pair
            (local.get $first) (i64.shr_u (local.get $first_hash) (i64.const 4))
            (local.get $second) (i64.shr_u (local.get $second_hash) (i64.const 4))
            (i32.add (local.get $level) (i32.const 1)))))))
  ;; survives "i32.lt_u became le_u": they are not equal here
  (if (i32.lt_u (local.get $first_bit) (local.get $second_bit))
    (then
      (return
        (call $node_of_two
          (i32.or (local.get $first_bit) (local.get $second_bit)) (local.get $first) (local.get $second)))))
  (call $node_of_two
    (i32.or (local.get $first_bit) (local.get $second_bit)) (local.get $second) (local.get $first)))
