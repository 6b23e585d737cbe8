;; Building: a version that nothing else can see is changed in place. What $set_open or $map_open gives is a wrapper of
;; its own with a tag of its own, so that no other function takes it; $set_close or $map_close makes a container of it.
;;
;; A node that only such a wrapper leads to says so, by the room that it has for pointers: bits 16 to 20 of its node
;; map's word. All others have none. The way from the root to a node with room leads through nodes with room alone, so
;; closing finds them all. A node without is copied before it is changed, as other versions may have it. Lists below the
;; last level are never changed. Room that no pointer has taken yet is 0.

(func $set_open (param $container i32) (result i32)
  (call $opened {SET} {OPEN_SET} (local.get $container)))

(func $set_put$e{K} (param $open i32) {key-params}
  ;; survives "0 became 1", "0 became -1": an entry of a set has no place for a value
  (call $build.{K} {OPEN_SET} (i32.const {key-tag}) (local.get $open) {key-slot} (i64.const 0)))

(func $set_close (param $open i32)
  (call $closed {OPEN_SET} {SET} (local.get $open)))

(func $map_open (param $container i32) (result i32)
  (call $opened {MAP} {OPEN_MAP} (local.get $container)))

(func $map_put$k{K}_v{V} (param $open i32) {key-params} {value-params}
  (call $build.{K} {OPEN_MAP} (i32.const {map-shape}) (local.get $open) {key-slot} {value-slot}))

(func $map_close (param $open i32)
  (call $closed {OPEN_MAP} {MAP} (local.get $open)))

(func $opened (param $tag i32) (param $open_tag i32) (param $container i32) (result i32)
  (local $sp i32)
  (local $made i32)
  (call $check (local.get $tag) (local.get $container))
  (local.set $sp (global.get {sp}))
  ;; survives "(call $push (local.get $container)) is missing": see $hold
  (call $push (local.get $container))
  (local.set $made (call $again (local.get $container)))
  (i32.store (local.get $made) (local.get $open_tag))
  (global.set {sp} (local.get $sp))
  (local.get $made))

(func $closed (param $open_tag i32) (param $tag i32) (param $open i32)
  (call $check (local.get $open_tag) (local.get $open))
  (if (i32.load offset=16 (local.get $open)) (then (call $seal (i32.load offset=16 (local.get $open)))))
  ;; seen: trie.size.0 + (call $power (call $count (local.get $open)))
  (i32.store (local.get $open) (local.get $tag)))

;; Takes the room from a node and from all below it that have some.
(func $seal (param $node i32)
  (local $at i32)
  (local $end i32)
  (if (i32.eqz (call $room (local.get $node))) (then (return)))
  (local.set $at (i32.popcnt (call $data_map (local.get $node))))
  (local.set $end (i32.add (local.get $at) (i32.popcnt (call $node_map (local.get $node)))))
  (i32.store offset=4 (local.get $node) (i32.or (call $node_map (local.get $node)) {BIT_31}))
  (loop $next
    (if (i32.lt_u (local.get $at) (local.get $end))
      (then
        (call $seal (call $pointer_at (local.get $node) (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))))

;; How many pointers a node has room for, if it may be changed in place; otherwise 0.
(func $room (param $node i32) (result i32)
  (i32.and (i32.load16_u offset=6 (local.get $node)) (i32.const 31)))

(func $build.{K}
  (param $tag i32) (param $shape i32) (param $open i32) (param $key i64) (param $value i64)
  (local $sp i32)
  (call $check (local.get $tag) (local.get $open))
  (local.set $sp (global.get {sp}))
  ;; survives "(call $hold (local.get $shape) (local.get... is missing": see there
  (call $hold (local.get $shape) (local.get $open) (local.get $key) (local.get $value))
  (i32.store offset=8 (local.get $open) (local.get $shape))
  (if (i32.eqz (i32.load offset=16 (local.get $open)))
    (then
      (i32.store offset=16
        (local.get $open)
        ;; survives "0 became 1, place 3": the room is 3 either way, and what is there is 0 already
        (call $open_node (i32.const 0) (i32.const 0) (i32.const 0)))))
  (call $build_below.{K}
    (local.get $shape) (local.get $open)
    (i32.add (local.get $open) (i32.const 16))
    (local.get $key) (call $hash.{K} (local.get $key)) (local.get $value))
  (global.set {sp} (local.get $sp)))

;; Goes down from the place where the root stands, and owns each node on its way.
(func $build_below.{K}
  (param $shape i32) (param $open i32) (param $place i32) (param $key i64) (param $hash i64) (param $value i64)
  (local $level i32)
  (local $node i32)
  (local $data i32)
  (local $nodes i32)
  (local $bit i32)
  (local $at i32)
  (local $present i32)
  (loop $down
    (if (i32.eq (local.get $level) {LEVELS})
      (then
        (call $build_in_list.{K}
          (local.get $shape) (local.get $open) (local.get $place) (local.get $key) (local.get $value))
        (return)))
    (local.set $node (call $owned (local.get $place)))
    (local.set $data (call $data_map (local.get $node)))
    (local.set $nodes (call $node_map (local.get $node)))
    (local.set $bit (call $bit_of (local.get $hash)))
    (local.set $hash (i64.shr_u (local.get $hash) (i64.const 4)))
    (local.set $level (i32.add (local.get $level) (i32.const 1)))
    (if (i32.and (local.get $nodes) (local.get $bit))
      (then
        (local.set $place
          (call $place_of
            (local.get $node)
            (i32.add (i32.popcnt (local.get $data)) (call $rank (local.get $nodes) (local.get $bit)))))
        (br $down)))
    (local.set $at (call $rank (local.get $data) (local.get $bit)))
    (if (i32.and (local.get $data) (local.get $bit))
      (then
        (local.set $present (call $pointer_at (local.get $node) (local.get $at)))
        (if (call $holds.{K} (local.get $shape) (local.get $present) (local.get $key))
          (then
            ;; survives "(call $has_values (local.get $shape)) is always true, in maps of strings to floats": they
            ;;   have some
            (if (call $has_values (local.get $shape))
              (then
                ;; seen: trie.build-replace
                (call $set_pointer
                  (local.get $node)
                  (local.get $at)
                  (call $renewed (local.get $shape) (local.get $present) (local.get $value)))))
            (return)))
        (local.set $place
          (call $sunk
            (local.get $node) (local.get $bit) (local.get $at)
            (call $hash_at.{K} (local.get $shape) (local.get $present))
            (local.get $level)))
        (br $down))))
  (call $build_in
    (local.get $shape) (local.get $open) (local.get $place)
    (local.get $bit) (local.get $at) (local.get $key) (local.get $value)))

(func $place_of (param $node i32) (param $at i32) (result i32)
  (i32.add (i32.add (local.get $node) (i32.const 8)) (i32.shl (local.get $at) (i32.const 2))))

;; The node that a place leads to, or a copy of it that the place leads to from now on.
(func $owned (param $place i32) (result i32)
  (local $node i32)
  (local.set $node (i32.load (local.get $place)))
  ;; survives "(call $room (local.get $node)) is never true", "(return (local.get $node)) is missing": a copy of one's
  ;;   own is as good
  (if (call $room (local.get $node)) (then (return (local.get $node))))
  ;; seen: trie.build-own
  (call $enlarged (local.get $place)))

;; A copy with room for more in the place of a node.
(func $enlarged (param $place i32) (result i32)
  (local $node i32)
  (local $data i32)
  (local $nodes i32)
  (local $count i32)
  (local $made i32)
  (local.set $node (i32.load (local.get $place)))
  (local.set $data (call $data_map (local.get $node)))
  (local.set $nodes (call $node_map (local.get $node)))
  (local.set $count (i32.add (i32.popcnt (local.get $data)) (i32.popcnt (local.get $nodes))))
  (local.set $made (call $open_node (local.get $data) (local.get $nodes) (local.get $count)))
  (call $copy (local.get $made) (i32.const 0) (local.get $node) (i32.const 0) (local.get $count))
  (i32.store (local.get $place) (local.get $made))
  (local.get $made))

;; A new node with room for half as many pointers again, at least 3 and at most 17; these numbers are odd, and waste no
;; part of a granule. The first of them are still to be written. The others are 0 whatever a heap hands out: ours hands
;; out zeros, so no case can tell that they are written.
(func $open_node (param $data i32) (param $nodes i32) (param $count i32) (result i32)
  (local $room i32)
  (local $node i32)
  (local.set $room
    ;; survives "1 became 0, of 16", "1 became 0, place 2, of 16", "i32.shr_u became shl, of 16", "1 became 2, of 16",
    ;;   "1 became 2, place 2, of 16": these are more than 17, or 17
    (i32.or (i32.add (local.get $count) (i32.shr_u (local.get $count) (i32.const 1))) (i32.const 1)))
  ;; survives "(local.set $room (i32.const 3)) is missing, of 16", "3 became 4, of 16", "3 became 2, of 16": these
  ;;   have room for more
  (if (i32.eq (local.get $room) (i32.const 1)) (then (local.set $room (i32.const 3))))
  ;; survives "i32.gt_u became ge_u", "17 became 18": rooms are odd, and what is 17 becomes 17
  (if (i32.gt_u (local.get $room) (i32.const 17)) (then (local.set $room (i32.const 17))))
  (local.set $node (call $alloc (i32.add (i32.const 8) (i32.shl (local.get $room) (i32.const 2)))))
  (i32.store (local.get $node) (i32.or (local.get $data) {BIT_31}))
  (i32.store offset=4
    (local.get $node)
    (i32.or (i32.or (local.get $nodes) {BIT_31}) (i32.shl (local.get $room) (i32.const 16))))
  (loop $rest
    (if (i32.lt_u (local.get $count) (local.get $room))
      (then
        ;; survives "(call $set_pointer (local.get $node) (loc... is missing" if $hardened: this heap hands out zeros
        (call $set_pointer (local.get $node) (local.get $count) (i32.const 0))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (br $rest))))
  (local.get $node))

;; An entry in the way of another goes one level down, to a node of its own or a list; the place that leads there. Such
;; a list is never read as a node, and another takes its place at once: see $build_in_list.
(func $sunk (param $node i32) (param $bit i32) (param $at i32) (param $hash i64) (param $level i32) (result i32)
  (local $below i32)
  (local $data i32)
  (local $nodes i32)
  (local $to i32)
  ;; seen: trie.build-sink
  (local.set $below
    (call $open_node
      (select
        (i32.const 1)
        (call $bit_of
          ;; survives "i64.shr_u became shl, below the last level", "i32.shl became shr_u, below the last level",
          ;;   "2 became 1, below the last level", "2 became 3, below the last level": a list has no bit
          (i64.shr_u (local.get $hash) (i64.extend_i32_u (i32.shl (local.get $level) (i32.const 2)))))
        (i32.eq (local.get $level) {LEVELS}))
      (i32.const 0)
      ;; survives "1 became 0", "1 became 2" if $hardened: the room is 3 either way, and what is there is 0 already or
      ;;   about to be written
      (i32.const 1)))
  (call $set_pointer (local.get $below) (i32.const 0) (call $pointer_at (local.get $node) (local.get $at)))
  (local.set $data (i32.xor (call $data_map (local.get $node)) (local.get $bit)))
  (local.set $nodes (i32.or (call $node_map (local.get $node)) (local.get $bit)))
  (local.set $to (i32.add (i32.popcnt (local.get $data)) (call $rank (local.get $nodes) (local.get $bit))))
  (i32.store16 (local.get $node) (local.get $data))
  (i32.store16 offset=4 (local.get $node) (local.get $nodes))
  (call $copy
    (local.get $node) (local.get $at)
    (local.get $node) (i32.add (local.get $at) (i32.const 1))
    (i32.sub (local.get $to) (local.get $at)))
  (call $set_pointer (local.get $node) (local.get $to) (local.get $below))
  (call $place_of (local.get $node) (local.get $to)))

;; A new entry in the node at a place. All that allocates comes before the first change.
;; survives "all, of 16": a node that has all its 16 branches takes no new one
(func $build_in
  (param $shape i32) (param $open i32) (param $place i32)
  (param $bit i32) (param $at i32) (param $key i64) (param $value i64)
  (local $node i32)
  (local $count i32)
  (local $entry i32)
  (local.set $node (i32.load (local.get $place)))
  (local.set $count
    (i32.add (i32.popcnt (call $data_map (local.get $node))) (i32.popcnt (call $node_map (local.get $node)))))
  (if (i32.ge_u (local.get $count) (call $room (local.get $node)))
    (then
      ;; seen: trie.build-grow
      (local.set $node (call $enlarged (local.get $place)))))
  (local.set $entry (call $counted (local.get $shape) (local.get $open) (local.get $key) (local.get $value)))
  (i32.store16 (local.get $node) (i32.or (call $data_map (local.get $node)) (local.get $bit)))
  (loop $up
    (if (i32.gt_u (local.get $count) (local.get $at))
      (then
        (call $set_pointer
          (local.get $node)
          (local.get $count)
          (call $pointer_at (local.get $node) (i32.sub (local.get $count) (i32.const 1))))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $up))))
  (call $set_pointer (local.get $node) (local.get $at) (local.get $entry)))

;; A new entry, which the open wrapper counts.
(func $counted (param $shape i32) (param $open i32) (param $key i64) (param $value i64) (result i32)
  (local $stamp i32)
  (local $entry i32)
  (local.set $stamp (i32.load offset=12 (local.get $open)))
  ;; survives "(i32.eq (local.get $stamp) (i32.const -1)) is never true", "-1 became -2": that would take four billion
  ;;   insertions
  (if (i32.eq (local.get $stamp) (i32.const -1)) (then (unreachable))) ;; no order is left for what comes next
  ;; seen: trie.build-add
  (local.set $entry (call $new (local.get $shape) (local.get $stamp) (local.get $key) (local.get $value)))
  (i32.store offset=4 (local.get $open) (i32.add (i32.load offset=4 (local.get $open)) (i32.const 1)))
  (i32.store offset=12 (local.get $open) (i32.add (local.get $stamp) (i32.const 1)))
  (local.get $entry))

;; A list with the entry, in the place of the one without it.
(func $build_in_list.{K} (param $shape i32) (param $open i32) (param $place i32) (param $key i64) (param $value i64)
  (local $list i32)
  (local $found i32)
  (local $entry i32)
  ;; seen: trie.build-list
  (local.set $list (i32.load (local.get $place)))
  (local.set $found (call $find_in_list.{K} (local.get $shape) (local.get $list) (local.get $key)))
  (if (i32.and (i32.ne (local.get $found) (i32.const 0)) (i32.eqz (call $has_values (local.get $shape))))
    (then (return)))
  (local.set $entry
    (if (result i32)
      (local.get $found)
      (then (call $renewed (local.get $shape) (local.get $found) (local.get $value)))
      (else (call $counted (local.get $shape) (local.get $open) (local.get $key) (local.get $value)))))
  (call $push (local.get $entry))
  (i32.store
    (local.get $place)
    (call $put_in_list.{K} (local.get $shape) (local.get $list) (local.get $entry) (local.get $key))))
