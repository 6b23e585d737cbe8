;; Finding a key. Allocates nothing.

(func $contains.{K} (param $tag i32) (param $container i32) (param $key i64) (result i32)
  (i32.ne (call $entry_of.{K} (local.get $tag) (local.get $container) (local.get $key)) (i32.const 0)))

;; The entry of a key, or 0.
(func $entry_of.{K} (param $tag i32) (param $container i32) (param $key i64) (result i32)
  ;; survives "(call $check (local.get $tag) (local.get ... is missing": it ends a run that has lost its memory already:
  ;;   where all is sound, here is a wrapper of this kind
  (call $check (local.get $tag) (local.get $container))
  (call $find.{K}
    (i32.load offset=8 (local.get $container))
    (i32.load offset=16 (local.get $container))
    (local.get $key)
    (call $hash.{K} (local.get $key))))

(func $find.{K} (param $shape i32) (param $node i32) (param $key i64) (param $hash i64) (result i32)
  (local $level i32)
  (local $bit i32)
  (local $data i32)
  (local $nodes i32)
  (local $entry i32)
  (if (i32.eqz (local.get $node)) (then (return (i32.const 0))))
  (loop $down
    (local.set $bit (call $bit_of (local.get $hash)))
    (local.set $data (call $data_map (local.get $node)))
    ;; survives "i32.and became or, below the last level", "(i32.and (local.get $data) (local.get $bit)) is always
    ;;   true, below the last level", "(i32.and (local.get $data) (local.get $bit)) is never true, below the last
    ;;   level": it has left the loop before
    (if (i32.and (local.get $data) (local.get $bit))
      (then
        (local.set $entry
          (call $pointer_at (local.get $node) (call $rank (local.get $data) (local.get $bit))))
        (return
          (select
            (local.get $entry)
            (i32.const 0)
            (call $holds.{K} (local.get $shape) (local.get $entry) (local.get $key))))))
    (local.set $nodes (call $node_map (local.get $node)))
    (if (i32.eqz (i32.and (local.get $nodes) (local.get $bit))) (then (return (i32.const 0))))
    (local.set $node
      (call $pointer_at
        (local.get $node)
        (i32.add (i32.popcnt (local.get $data)) (call $rank (local.get $nodes) (local.get $bit)))))
    ;; survives "i64.shr_u became shl, at the last level", "4 became 5, at the last level",
    ;;   "4 became 3, at the last level", "(local.set $hash (i64.shr_u (local.get $h... is missing, at the last level":
    ;;   below is a list, and no hash is asked for there
    (local.set $hash (i64.shr_u (local.get $hash) (i64.const 4)))
    (local.set $level (i32.add (local.get $level) (i32.const 1)))
    ;; survives "i32.lt_u became le_u, at level 7", "i32.lt_u became le_u, at the last level",
    ;;   "(br_if $down (i32.lt_u (local.get $level)... is missing, below the last level": the two differ only where the
    ;;   level is the number of levels; there, it goes on below
    (br_if $down (i32.lt_u (local.get $level) {LEVELS})))
  (call $find_in_list.{K} (local.get $shape) (local.get $node) (local.get $key)))

(func $find_in_list.{K} (param $shape i32) (param $list i32) (param $key i64) (result i32)
  (local $at i32)
  (local.set $at (call $index.{K} (local.get $shape) (local.get $list) (local.get $key)))
  (if (i32.lt_s (local.get $at) (i32.const 0))
    (then
      ;; seen: trie.list-missed
      (return (i32.const 0))))
  ;; seen: trie.list-found
  (call $pointer_at (local.get $list) (local.get $at)))

;; The place of a key in a list, or -1.
(func $index.{K} (param $shape i32) (param $list i32) (param $key i64) (result i32)
  (local $at i32)
  (local.set $at (call $list_count (local.get $list)))
  (loop $next
    (local.set $at (i32.sub (local.get $at) (i32.const 1)))
    ;; survives "-1 became -2": whoever calls asks only whether it is below 0
    (if (i32.lt_s (local.get $at) (i32.const 0)) (then (return (i32.const -1))))
    (br_if $next
      (i32.eqz
        (call $holds.{K} (local.get $shape) (call $pointer_at (local.get $list) (local.get $at)) (local.get $key)))))
  (local.get $at))

;; Whether an entry's key is this one.
(func $holds.{K} (param $shape i32) (param $entry i32) (param $key i64) (result i32)
  (call $same.{K} (call $key.{K} (local.get $shape) (local.get $entry)) (local.get $key)))

;; The hash of an entry's key.
(func $hash_at.{K} (param $shape i32) (param $entry i32) (result i64)
  (call $hash.{K} (call $key.{K} (local.get $shape) (local.get $entry))))
