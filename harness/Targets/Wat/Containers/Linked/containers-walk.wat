;; to_array, keys and values: all entries in the order of their insertion. The array that is returned is also what they
;; are sorted in, so that nothing else is allocated.

(func $column (param $tag i32) (param $container i32) (param $column i32) (param $of_values i32) (result i32 i32)
  (local $count i32)
  (local $sp i32)
  (local $array i32)
  (local $end i32)
  ;; survives "(call $check (local.get $tag) (local.get ... is missing": it ends a run that has lost its memory already:
  ;;   where all is sound, here is a wrapper of this kind
  (call $check (local.get $tag) (local.get $container))
  (local.set $count (call $count (local.get $container)))
  (if (i32.eqz (local.get $count)) (then (return (i32.const 0) (i32.const 0))))
  (local.set $sp (global.get {sp}))
  (call $push (local.get $container))
  (local.set $array (call $new_column (local.get $count) (local.get $column)))
  (global.set {sp} (local.get $sp))
  (local.set $end (i32.add (local.get $array) (i32.shl (local.get $count) (i32.const 2))))
  (if
    (i32.ne
      (call $gather
        (i32.load offset=16 (local.get $container)) (i32.const 0) (local.get $array) (local.get $end))
      (local.get $end))
    (then (unreachable)))
  (call $sort (local.get $array) (local.get $count))
  (call $spread_out
    (local.get $array) (local.get $count)
    (i32.load offset=8 (local.get $container)) (local.get $column) (local.get $of_values))
  (local.get $array)
  (local.get $count))

;; A b takes one word in a column, even a Bool; all else takes two.
(func $stride (param $tag i32) (result i32)
  (select (i32.const 4) (i32.const 8) (i32.eq (local.get $tag) (i32.const 3))))

(func $new_column (param $count i32) (param $tag i32) (result i32)
  (local $bytes i32)
  (local.set $bytes (i32.mul (local.get $count) (call $stride (local.get $tag))))
  (if (call $is_number (local.get $tag)) (then (return (call $alloc_data (local.get $bytes)))))
  (call $alloc (local.get $bytes)))

;; Lays the entries below a node down from an address on, and says where they end. If they are more than their container
;; counts, or less than a node has, memory is corrupt: what does not add up ends the walk.
(func $gather (param $node i32) (param $level i32) (param $at i32) (param $end i32) (result i32)
  (local $data i32)
  (local $last i32)
  (local.set $data
    (if (result i32)
      (i32.eq (local.get $level) {LEVELS})
      (then (call $list_count (local.get $node)))
      (else (i32.popcnt (call $data_map (local.get $node))))))
  ;; survives "2 became 1", "(i32.gt_u (local.get $data) (i32.shr_u (i... is never true", "i32.shr_u became shl": it
  ;;   ends a walk where memory is corrupt already
  (if (i32.gt_u (local.get $data) (i32.shr_u (i32.sub (local.get $end) (local.get $at)) (i32.const 2)))
    (then (unreachable)))
  (if
    ;; survives "(i32.and (i32.lt_u (local.get $data) (i32... is never true": it ends a walk where memory is corrupt
    ;;   already
    (i32.and
      ;; survives "2 became 1": it ends a walk where memory is corrupt already
      (i32.lt_u (local.get $data) (i32.const 2))
      (call $is_meagre (local.get $node) (local.get $level) (local.get $data)))
    (then (unreachable)))
  (call $copy
    (i32.sub (local.get $at) (i32.const 8)) (i32.const 0) (local.get $node) (i32.const 0) (local.get $data))
  (local.set $at (i32.add (local.get $at) (i32.shl (local.get $data) (i32.const 2))))
  ;; survives "(i32.eq (local.get $level) {LEVELS}) is never true, at level 7": it is not
  (if (i32.eq (local.get $level) {LEVELS}) (then (return (local.get $at))))
  (local.set $last (i32.add (local.get $data) (i32.popcnt (call $node_map (local.get $node)))))
  (loop $next
    (if (i32.lt_u (local.get $data) (local.get $last))
      (then
        (local.set $at
          (call $gather
            (call $pointer_at (local.get $node) (local.get $data))
            (i32.add (local.get $level) (i32.const 1))
            (local.get $at)
            (local.get $end)))
        (local.set $data (i32.add (local.get $data) (i32.const 1)))
        (br $next))))
  (local.get $at))

;; Whether a node below the root has an entry that belongs above it, or none at all.
(func $is_meagre (param $node i32) (param $level i32) (param $data i32) (result i32)
  ;; survives "(i32.eqz (local.get $level)) is always true", "(i32.eqz (local.get $level)) is never true, at level 7",
  ;;   "(i32.eqz (local.get $level)) is never true, at the last level",
  ;;   "(i32.eqz (local.get $level)) is never true, below the last level", "eqz became its opposite, at level 7",
  ;;   "eqz became its opposite, at the last level", "eqz became its opposite, below the last level": a walk ends here
  ;;   where memory is corrupt already; below the root nothing changes, or fewer of these walks end
  (if (i32.eqz (local.get $level)) (then (return (i32.const 0))))
  ;; survives "(i32.eq (local.get $level) {LEVELS}) is never true", "i32.eq became ne, below the last level",
  ;;   "(return (i32.const 1)) is missing": the node map of a list is 0, so the next line says the same
  ;; survives "1 became 0", "1 became 2": a walk ends here where memory is corrupt already; a list of one entry goes
  ;;   unseen
  ;; survives "(i32.eq (local.get $level) {LEVELS}) is always true, below the last level": that is where the two are
  ;;   equal
  (if (i32.eq (local.get $level) {LEVELS}) (then (return (i32.const 1))))
  (i32.eqz (call $node_map (local.get $node))))

;; Entries by their stamps: heapsort, which needs no room.
(func $sort (param $array i32) (param $count i32)
  (local $from i32)
  (local $last i32)
  ;; survives "1 became 0": entries without any below them are in their place
  (local.set $from (i32.shr_u (local.get $count) (i32.const 1)))
  (loop $heapify
    (if (local.get $from)
      (then
        (local.set $from (i32.sub (local.get $from) (i32.const 1)))
        (call $sink
          (local.get $array) (local.get $from) (local.get $count)
          (i32.load (i32.add (local.get $array) (i32.shl (local.get $from) (i32.const 2)))))
        (br $heapify))))
  (loop $extract
    ;; survives "1 became 0", "i32.gt_u became ge_u": the last one is in its place
    (if (i32.gt_u (local.get $count) (i32.const 1))
      (then
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (local.set $from (i32.add (local.get $array) (i32.shl (local.get $count) (i32.const 2))))
        (local.set $last (i32.load (local.get $from)))
        (i32.store (local.get $from) (i32.load (local.get $array)))
        (call $sink (local.get $array) (i32.const 0) (local.get $count) (local.get $last))
        (br $extract)))))

;; Puts an entry where it belongs on the way down from a place: above all that are older.
(func $sink (param $array i32) (param $at i32) (param $count i32) (param $entry i32)
  (local $stamp i32)
  (local $child i32)
  (local $place i32)
  (local $next i32)
  (local.set $stamp (i32.load (local.get $entry)))
  (block $done
    (loop $down
      (local.set $child (i32.add (i32.shl (local.get $at) (i32.const 1)) (i32.const 1)))
      (br_if $done (i32.ge_u (local.get $child) (local.get $count)))
      (local.set $place (i32.add (local.get $array) (i32.shl (local.get $child) (i32.const 2))))
      (local.set $next (i32.load (i32.load (local.get $place))))
      (if (i32.lt_u (i32.add (local.get $child) (i32.const 1)) (local.get $count))
        (then
          (if (i32.gt_u (i32.load (i32.load offset=4 (local.get $place))) (local.get $next))
            (then
              (local.set $child (i32.add (local.get $child) (i32.const 1)))
              (local.set $place (i32.add (local.get $place) (i32.const 4)))
              (local.set $next (i32.load (i32.load (local.get $place))))))))
      (br_if $done (i32.le_u (local.get $next) (local.get $stamp)))
      (i32.store
        (i32.add (local.get $array) (i32.shl (local.get $at) (i32.const 2)))
        (i32.load (local.get $place)))
      (local.set $at (local.get $child))
      (br $down)))
  (i32.store (i32.add (local.get $array) (i32.shl (local.get $at) (i32.const 2))) (local.get $entry)))

;; Puts keys or values in the place of their entries, last first: they take up more room.
(func $spread_out
  (param $array i32) (param $count i32) (param $shape i32) (param $tag i32) (param $of_values i32)
  (local $entry i32)
  (local $slot i64)
  (local $to i32)
  (loop $next
    ;; survives "(local.get $count) is always true, of 16": 16 is not 0
    (if (local.get $count)
      (then
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (local.set $entry (i32.load (i32.add (local.get $array) (i32.shl (local.get $count) (i32.const 2)))))
        (local.set $slot
          (if (result i64)
            (local.get $of_values)
            (then (call $value (local.get $shape) (local.get $entry)))
            (else (call $key (local.get $shape) (local.get $entry)))))
        (local.set $to
          (i32.add (local.get $array) (i32.mul (local.get $count) (call $stride (local.get $tag)))))
        ;; survives "(i32.eq (local.get $tag) (i32.const 3)) is never true, in maps of strings to floats",
        ;;   "3 became 4, in maps of strings to floats": neither strings nor floats have this tag, nor the next
        (if (i32.eq (local.get $tag) (i32.const 3))
          (then (i32.store (local.get $to) (i32.wrap_i64 (local.get $slot))))
          (else (i64.store (local.get $to) (local.get $slot))))
        (br $next)))))

;; ---------------------------------------------------------------------------------------------------------------------
;; Options: None in 4 bytes, Some in 8, 12 or 16

(func $none (result i32)
  (local $none i32)
  ;; survives "4 became 5" if $hardened: a block of 16 bytes for one of 8; of a None only the first word is read
  (local.set $none (call $alloc_data (i32.const 4)))
  ;; survives "(i32.store (local.get $none) (i32.const 0)) is missing" if $hardened: this heap hands out zeros
  (i32.store (local.get $none) (i32.const 0))
  (local.get $none))

(func $some (param $tag i32) (param $slot i64) (result i32)
  (local $sp i32)
  (local $some i32)
  (if (call $is_number (local.get $tag))
    (then
      ;; survives "16 became 17": the block takes as many granules
      (local.set $some (call $alloc_data (i32.const 16)))
      (i64.store (local.get $some) (i64.const 1))
      (i64.store offset=8 (local.get $some) (local.get $slot))
      (return (local.get $some))))
  (local.set $sp (global.get {sp}))
  (call $push (i32.wrap_i64 (local.get $slot)))
  (local.set $some (call $alloc (i32.add (i32.const 4) (call $stride (local.get $tag)))))
  (global.set {sp} (local.get $sp))
  (i32.store (local.get $some) (i32.const 1))
  ;; survives "(i32.eq (local.get $tag) (i32.const 3)) is never true": it writes four bytes more, all of them in
  ;;   the block, which is longer than what was asked for
  (if (i32.eq (local.get $tag) (i32.const 3))
    (then (i32.store offset=4 (local.get $some) (i32.wrap_i64 (local.get $slot))))
    (else (i64.store offset=4 (local.get $some) (local.get $slot))))
  (local.get $some))
