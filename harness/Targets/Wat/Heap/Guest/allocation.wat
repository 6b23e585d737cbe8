;; Allocation: collect if the schedule asks for it, take a free block or else one at the heap's end. Part of heap.wat's
;; module.

  (func (export "alloc") (param $size i32) (result i32)
    (call $allocate (local.get $size) (i32.const 0)))

  ;; A block that never holds pointers: scalar data, string bytes. `vera` knows no difference.
  (func (export "alloc_data") (param $size i32) (result i32)
    ;; survives "1 became 2": what is asked of it is whether it is 0
    (call $allocate (local.get $size) (i32.const 1)))

  (func (export "alloc_at") (param $sp i32) (param $size i32) (param $pointer_free i32) (result i32)
    (global.set $gc_sp (local.get $sp))
    (call $allocate (local.get $size) (local.get $pointer_free))
    (call $publish))

  ;; A number of blocks of one size that nothing holds, filled one by one: one call for all of them.
  (func (export "churn_at") (param $sp i32) (param $count i32) (param $bytes i32)
    (local $block i32)
    (global.set $gc_sp (local.get $sp))
    (loop $next
      (if (local.get $count)
        (then
          (local.set $block (call $allocate (local.get $bytes) (i32.const 0)))
          ;; A broken heap may hand out what it does not have; from the limit on, memory stays zero.
          ;; survives "(i32.gt_u (i32.add (local.get $block) (lo... is never true", "i32.add became sub": it ends runs
          ;;   of broken heaps alone
          (if (i32.gt_u (i32.add (local.get $block) (local.get $bytes)) (global.get $limit)) (then (unreachable)))
          ;; survives "(memory.fill $memory (local.get $block) (... is missing": nothing leads to these blocks: what
          ;;   is in them shows where another has been lost
          (memory.fill $memory (local.get $block) (i32.const 0x5A) (local.get $bytes))
          ;; survives "(local.set $count (i32.sub (local.get $co... is missing, at every 32nd allocation",
          ;;   "1 became 0, at every 32nd allocation": one block of garbage more: nothing ever led to it, and when
          ;;   collections come is nothing that a program sees
          (local.set $count (i32.sub (local.get $count) (i32.const 1)))
          (br $next))))
    (call $publish))

  (func $allocate (param $size i32) (param $pointer_free i32) (result i32)
    (local $total i32)
    (local $block i32)
    (global.set $allocations (i32.add (global.get $allocations) (i32.const 1)))
    (if (i32.eq (global.get $allocations) (global.get $next_forced)) (then (call $force)))
    ;; survives "0 became -1": no size comes out as -1: they are multiples of 4, or the bytes of a string or a filler,
    ;;   which are never that many
    (if (i32.lt_s (local.get $size) (i32.const 0)) (then (call $fail (global.get $BAD_SIZE))))
    (local.set $total (call $stride (local.get $size)))
    (global.set $since (i32.add (global.get $since) (local.get $total)))
    (global.set $allocated (i64.add (global.get $allocated) (i64.extend_i32_u (local.get $total))))
    (local.set $block (call $take (local.get $size) (local.get $pointer_free)))
    (if (local.get $block) (then (return (local.get $block))))
    (if (i32.or (call $short_of (local.get $total)) (call $must_not_go_on (local.get $total)))
      (then
        ;; seen: heap.natural
        (i32.store $plan (i32.const 48) (local.get $total))
        (call $collect)
        (i32.store $plan (i32.const 48) (i32.const 0))
        (if (global.get $hardened) (then (call $widen)))
        (local.set $block (call $take (local.get $size) (local.get $pointer_free)))
        (if (local.get $block) (then (return (local.get $block))))
        (call $make_room (local.get $total))))
    (call $bump (local.get $size) (local.get $total) (local.get $pointer_free)))

  ;; Header, payload and padding of a block.
  (func $stride (param $size i32) (result i32)
    (i32.and (i32.add (local.get $size) (i32.const 11)) (i32.const -8)))

  ;; A free block made ready for use, or 0.
  (func $take (param $size i32) (param $pointer_free i32) (result i32)
    (if (global.get $hardened)
      (then (return (call $take_hardened (local.get $size) (local.get $pointer_free)))))
    (call $take_vera (local.get $size)))

  (func $short_of (param $total i32) (result i32)
    (i32.gt_u (i32.add (global.get $heap_ptr) (local.get $total)) (global.get $limit)))

  ;; Hardened collects before it gives up at its ceiling, as it does before it grows.
  (func $must_not_go_on (param $total i32) (result i32)
    (i32.and (global.get $hardened) (call $past_ceiling (local.get $total))))

  (func $past_ceiling (param $total i32) (result i32)
    (i32.or
      (i32.ge_u (local.get $total) (global.get $ceiling))
      (i32.ge_u (global.get $heap_ptr) (i32.sub (global.get $ceiling) (local.get $total)))))

  ;; Vera grows by the pages it lacks. Hardened grows by half the heap where it may, so that growing costs O(1) a byte.
  (func $make_room (param $total i32)
    (local $shortage i32)
    (if (i32.eqz (call $short_of (local.get $total))) (then (return)))
    (local.set $shortage
      (i32.sub (i32.add (global.get $heap_ptr) (local.get $total)) (global.get $limit)))
    ;; survives "(global.get $hardened) is never true": memory grows by what is lacking, as it does where half of the
    ;;   heap is refused: the next collection comes sooner, and that is all
    (if (global.get $hardened)
      (then
        (if (i32.gt_u (call $half_heap) (local.get $shortage))
          (then
            ;; survives "(call $raise_limit (call $half_heap)) is never true": as above
            (if (call $raise_limit (call $half_heap))
              (then
                ;; seen: heap.grow-half
                (return)))))))
    (if (i32.eqz (call $raise_limit (local.get $shortage)))
      (then (call $no_room (global.get $MEMORY) (local.get $total)))))

  ;; Raises the limit by these bytes, rounded up to pages; 0 where memory.grow would return -1.
  (func $raise_limit (param $bytes i32) (result i32)
    (local $raised i64)
    (local.set $raised
      (i64.add
        (i64.extend_i32_u (global.get $limit))
        (i64.mul
          (i64.div_u
            (i64.add
              (i64.extend_i32_u (local.get $bytes))
              (i64.extend_i32_u (i32.sub (global.get $page_bytes) (i32.const 1))))
            (i64.extend_i32_u (global.get $page_bytes)))
          (i64.extend_i32_u (global.get $page_bytes)))))
    (if (i64.gt_u (local.get $raised) (i64.extend_i32_u (global.get $memory_max)))
      (then
        ;; seen: heap.refused
        (return (i32.const 0))))
    (if (i32.eqz (call $back (i32.wrap_i64 (local.get $raised)))) (then (return (i32.const 0))))
    (global.set $limit (i32.wrap_i64 (local.get $raised)))
    ;; seen: heap.grow
    ;; survives "(call $publish_sizes) is missing": the host looks at sizes only where $publish has just said them too:
    ;;   each of its calls ends with it, and collections and host functions begin with it
    (call $publish_sizes)
    ;; survives "1 became 2": whoever calls asks only whether it is 0
    (i32.const 1))

  ;; Has physical memory up to an address, and a map for what of it is heap; 0 if there is none to have.
  (func $back (param $end i32) (result i32)
    (local $pages i32)
    (local.set $pages
      (i32.sub (call $pages_of (i64.extend_i32_u (local.get $end))) (memory.size $memory)))
    ;; survives "i32.gt_s became ge_s", "0 became -1": growing by no pages changes nothing, and is never refused
    (if (i32.gt_s (local.get $pages) (i32.const 0))
      (then
        ;; survives "i32.lt_s became le_s", "0 became 1": growing says how many pages there were, which is one at least,
        ;;   or -1
        ;; survives "0 became -1", "0 became 1, place 2", "0 became -1, place 2", "(return (i32.const 0)) is missing":
        ;;   the engine refuses no memory below 4 GiB, and $raise_limit asks for far less: this is for hosts that have
        ;;   run out of their own
        (if (i32.lt_s (memory.grow $memory (local.get $pages)) (i32.const 0)) (then (return (i32.const 0))))
        ;; seen: heap.memory-grow
      ))
    ;; survives "1 became 2": whoever calls asks only whether it is 0
    (if (i32.eqz (global.get $hardened)) (then (return (i32.const 1))))
    ;; survives "1 became 2": whoever calls asks only whether it is 0
    ;; survives "i32.le_u became lt_u": $reset has the map's first page a little sooner
    (if (i32.le_u (local.get $end) (global.get $gc_heap_start)) (then (return (i32.const 1))))
    ;; 16 bytes more than granules: the map is read up to sixteen bytes at a time.
    (local.set $pages
      (i32.sub
        (call $pages_of
          (i64.extend_i32_u
            (i32.add
              (i32.shr_u (i32.sub (local.get $end) (global.get $gc_heap_start)) (i32.const 3))
              (i32.const 16))))
        (memory.size $map)))
    ;; survives "i32.gt_s became ge_s", "0 became -1": growing by no pages changes nothing, and is never refused
    (if (i32.gt_s (local.get $pages) (i32.const 0))
      (then
        ;; survives "0 became -1", "0 became 1, place 2", "0 became -1, place 2", "(return (i32.const 0)) is missing":
        ;;   the engine refuses no memory below 4 GiB, and $raise_limit asks for far less: this is for hosts that have
        ;;   run out of their own
        (if (i32.lt_s (memory.grow $map (local.get $pages)) (i32.const 0)) (then (return (i32.const 0))))
        ;; seen: heap.map-grow
      ))
    ;; survives "1 became 2": whoever calls asks only whether it is 0
    (i32.const 1))

  (func $pages_of (param $bytes i64) (result i32)
    (i32.wrap_i64 (i64.shr_u (i64.add (local.get $bytes) (i64.const 65535)) (i64.const 16))))

  ;; A new block at the heap's end. Addresses stay below the ceiling, so that a tagged handle is never one.
  (func $bump (param $size i32) (param $total i32) (param $pointer_free i32) (result i32)
    (local $block i32)
    (if (call $past_ceiling (local.get $total)) (then (call $no_room (global.get $CEILING) (local.get $total))))
    (i32.store (global.get $heap_ptr) (i32.shl (local.get $size) (i32.const 1)))
    (local.set $block (i32.add (global.get $heap_ptr) (i32.const 4)))
    (global.set $heap_ptr (i32.add (global.get $heap_ptr) (local.get $total)))
    ;; seen: heap.bump
    (if (global.get $hardened) (then (call $enter (local.get $block) (local.get $pointer_free))))
    (local.get $block))
