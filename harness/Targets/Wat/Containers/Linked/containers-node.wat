;; Nodes: {data map, node map, entry pointers, node pointers}, never changed once made. After CHAMP (Steindorfer and
;; Vinju, 2015): entries and nodes apart, and no node but the root with less than two entries below it, so equal
;; contents have equal shapes. Maps are 16 bits with bit 31 set, so that no word of a node but its pointers can be taken
;; for an address. Below the last level, where all 64 bits of a hash are used up, a node is a list: its data map is a
;; count.

(func $data_map (param $node i32) (result i32)
  (i32.load16_u (local.get $node)))

(func $node_map (param $node i32) (result i32)
  (i32.load16_u offset=4 (local.get $node)))

(func $list_count (param $list i32) (result i32)
  (i32.and (i32.load (local.get $list)) (i32.const 0x7FFFFFFF)))

;; The bit of a map that the lowest four bits of a hash stand for.
(func $bit_of (param $hash i64) (result i32)
  (i32.shl (i32.const 1) (i32.and (i32.wrap_i64 (local.get $hash)) (i32.const 15))))

;; How many bits of a map come before this one.
(func $rank (param $map i32) (param $bit i32) (result i32)
  (i32.popcnt (i32.and (local.get $map) (i32.sub (local.get $bit) (i32.const 1)))))

(func $pointer_at (param $node i32) (param $at i32) (result i32)
  (i32.load offset=8 (i32.add (local.get $node) (i32.shl (local.get $at) (i32.const 2)))))

(func $set_pointer (param $node i32) (param $at i32) (param $pointer i32)
  (i32.store offset=8 (i32.add (local.get $node) (i32.shl (local.get $at) (i32.const 2))) (local.get $pointer)))

;; A new node, kept instead of what hangs from it; its pointers are still to be written.
(func $new_node (param $data i32) (param $nodes i32) (param $count i32) (result i32)
  (local $node i32)
  (local.set $node (call $alloc (i32.add (i32.const 8) (i32.shl (local.get $count) (i32.const 2)))))
  (call $keep (local.get $node))
  (if (i32.le_u (local.get $count) (i32.const 16))
    (then
      ;; seen: trie.width.1 + (i32.sub (local.get $count) (i32.const 1))
    ))
  (i32.store (local.get $node) (i32.or (local.get $data) {BIT_31}))
  (i32.store offset=4 (local.get $node) (i32.or (local.get $nodes) {BIT_31}))
  (local.get $node))

(func $node_of_one (param $data i32) (param $nodes i32) (param $pointer i32) (result i32)
  (local $node i32)
  (local.set $node (call $new_node (local.get $data) (local.get $nodes) (i32.const 1)))
  (call $set_pointer (local.get $node) (i32.const 0) (local.get $pointer))
  (local.get $node))

(func $node_of_two (param $data i32) (param $first i32) (param $second i32) (result i32)
  (local $node i32)
  (local.set $node (call $new_node (local.get $data) (i32.const 0) (i32.const 2)))
  (call $set_pointer (local.get $node) (i32.const 0) (local.get $first))
  (call $set_pointer (local.get $node) (i32.const 1) (local.get $second))
  (local.get $node))

;; Pointers of a node, or of a part of one, into another or into itself; so few that a loop is faster than the engine's.
(func $copy (param $to i32) (param $to_at i32) (param $from i32) (param $from_at i32) (param $count i32)
  (local $end i32)
  (local.set $to (i32.add (local.get $to) (i32.shl (local.get $to_at) (i32.const 2))))
  (local.set $from (i32.add (local.get $from) (i32.shl (local.get $from_at) (i32.const 2))))
  (local.set $end (i32.add (local.get $from) (i32.shl (local.get $count) (i32.const 2))))
  (loop $next
    (if (i32.lt_u (local.get $from) (local.get $end))
      (then
        (i32.store offset=8 (local.get $to) (i32.load offset=8 (local.get $from)))
        (local.set $to (i32.add (local.get $to) (i32.const 4)))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (br $next)))))

;; A copy with one pointer replaced.
(func $replaced (param $node i32) (param $count i32) (param $at i32) (param $pointer i32) (result i32)
  (local $made i32)
  (local.set $made
    (call $new_node (i32.load (local.get $node)) (i32.load offset=4 (local.get $node)) (local.get $count)))
  (call $copy (local.get $made) (i32.const 0) (local.get $node) (i32.const 0) (local.get $count))
  (call $set_pointer (local.get $made) (local.get $at) (local.get $pointer))
  (local.get $made))

;; A copy with other maps and one pointer more.
(func $inserted
  (param $node i32) (param $count i32) (param $data i32) (param $nodes i32) (param $at i32) (param $pointer i32)
  (result i32)
  (local $made i32)
  (local.set $made
    (call $new_node (local.get $data) (local.get $nodes) (i32.add (local.get $count) (i32.const 1))))
  (call $copy (local.get $made) (i32.const 0) (local.get $node) (i32.const 0) (local.get $at))
  (call $set_pointer (local.get $made) (local.get $at) (local.get $pointer))
  (call $copy
    (local.get $made) (i32.add (local.get $at) (i32.const 1))
    (local.get $node) (local.get $at)
    (i32.sub (local.get $count) (local.get $at)))
  (local.get $made))

;; A copy with other maps and one pointer less.
(func $removed
  (param $node i32) (param $count i32) (param $data i32) (param $nodes i32) (param $at i32) (result i32)
  (local $made i32)
  (local $after i32)
  (local.set $made
    ;; survives "i32.sub became add, of 16", "1 became 0, of 16" if $hardened: a node has room for a pointer or two
    ;;   more, which are 0 as all that this heap hands out, and its maps tell of none
    (call $new_node (local.get $data) (local.get $nodes) (i32.sub (local.get $count) (i32.const 1))))
  (local.set $after (i32.add (local.get $at) (i32.const 1)))
  (call $copy (local.get $made) (i32.const 0) (local.get $node) (i32.const 0) (local.get $at))
  (call $copy
    (local.get $made) (local.get $at)
    (local.get $node) (local.get $after)
    (i32.sub (local.get $count) (local.get $after)))
  (local.get $made))

;; A copy with other maps in which a pointer left one place and another took a place of its own.
(func $moved
  (param $node i32) (param $count i32) (param $data i32) (param $nodes i32)
  (param $from i32) (param $to i32) (param $pointer i32) (result i32)
  (local $made i32)
  (local $low i32) ;; the pointers between the two places go one up or down
  (local $high i32)
  (local.set $made (call $new_node (local.get $data) (local.get $nodes) (local.get $count)))
  ;; survives "i32.lt_u became le_u": of two places that are the same it does not matter which is lower
  (local.set $low (select (local.get $from) (local.get $to) (i32.lt_u (local.get $from) (local.get $to))))
  ;; survives "i32.lt_u became le_u": of two places that are the same it does not matter which is higher
  (local.set $high (select (local.get $to) (local.get $from) (i32.lt_u (local.get $from) (local.get $to))))
  (call $copy (local.get $made) (i32.const 0) (local.get $node) (i32.const 0) (local.get $low))
  (call $copy
    ;; survives "i32.lt_u became le_u": where the two are the same, nothing lies between
    (local.get $made) (i32.add (local.get $low) (i32.lt_u (local.get $to) (local.get $from)))
    ;; survives "i32.lt_u became le_u": where the two are the same, nothing lies between
    (local.get $node) (i32.add (local.get $low) (i32.lt_u (local.get $from) (local.get $to)))
    (i32.sub (local.get $high) (local.get $low)))
  (local.set $high (i32.add (local.get $high) (i32.const 1)))
  (call $copy
    (local.get $made) (local.get $high)
    (local.get $node) (local.get $high)
    (i32.sub (local.get $count) (local.get $high)))
  (call $set_pointer (local.get $made) (local.get $to) (local.get $pointer))
  (local.get $made))
