;; The heap of Vera.GcStress: allocator, shadow stack, wrap table and two collectors.
;;
;; Collector 0, `vera`, follows Vera's own runtime predicate for predicate. Collector 1,
;; `hardened`, keeps the block format, but validates pointers, marks outside payloads, does not scan pointer-free blocks,
;; never loses a block to a full table, and keeps free blocks by size, splits them and merges neighbours.
;;
;; Every size and policy is set by `reset`, so one instance serves thousands of cases and tests can make a table tiny.
;; No region is aligned; all block arithmetic is relative to the heap's start:
;;
;;   0 data | shadow stack | worklist | wrap table | heap -> heap_ptr ... limit
;;
;;   block    header (payload bytes * 2 + mark), payload; rounded up to 8 in total
;;   pointer  the payload's address: 4 mod 8 from the heap's start
;;   free     payload word 0 is the next free block of its list, or 0. `vera` has one list, `hardened` one a bin: a bin
;;            for every block size up to 512 bytes (bin = bytes / 8 - 1), above that two for each power of two
;;
;; Planted faults: a line that ends in a `fault:` tag is left out when that fault is planted; the code after a `fault+`
;; tag stands in for its line. A normal load contains neither.
(module
  (import "vera" "host_decref_handle" (func $host_decref_handle (param $kind i32) (param $handle i32)))
  (import "gcstress" "collecting" (func $collecting))
  (import "gcstress" "collected" (func $collected))
  (import "gcstress" "pointers_behind" (func $pointers_behind (param $kind i32) (param $handle i32) (result i32)))

  ;; What a Vera program sees. 1 MiB from the start, so that small heaps never grow physically: fresh pages are slow.
  (memory $memory (export "memory") 16)
  ;; Hardened: one byte a granule (8 bytes of heap), its bits below.
  (memory $map (export "map") 4)
  ;; The host's desk: a status block, the log of forced collections, the schedule's points.
  (memory $plan (export "plan") 1)
  ;; Hardened: shadow-stack slots past the limit. At most 4 Mi roots.
  (memory $spill (export "spill") 1 256)

  ;; Map bits.
  (global $START i32 (i32.const 1))
  (global $MARK i32 (i32.const 2))
  (global $POINTER_FREE i32 (i32.const 4))
  (global $PENDING i32 (i32.const 8))
  (global $FREE i32 (i32.const 16))

  ;; Why a trap was raised; 0 is none.
  (global $BAD_SIZE i32 (i32.const 1))
  (global $MEMORY i32 (i32.const 2))
  (global $WORKLIST i32 (i32.const 3))
  (global $SHADOW_STACK i32 (i32.const 4))
  (global $WRAP_TABLE i32 (i32.const 5))
  (global $CEILING i32 (i32.const 6))

  ;; Where things lie in `plan`: ten status words from 0 (see $publish), the first free block of each bin, the log, the
  ;; points, the host's answer to pointers_behind.
  (global $plan_bins (export "plan_bins") i32 (i32.const 64))
  (global $plan_bins_max (export "plan_bins_max") i32 (i32.const 108))
  (global $plan_log (export "plan_log") i32 (i32.const 512))
  (global $plan_log_max (export "plan_log_max") i32 (i32.const 4096))
  (global $plan_points (export "plan_points") i32 (i32.const 16896))

  ;; Geometry.
  (global $gc_stack_base (export "gc_stack_base") (mut i32) (i32.const 0))
  (global $gc_stack_limit (export "gc_stack_limit") (mut i32) (i32.const 0)) ;; also where the worklist starts
  (global $gc_worklist_end (export "gc_worklist_end") (mut i32) (i32.const 0)) ;; also where the wrap table starts
  (global $gc_heap_start (export "gc_heap_start") (mut i32) (i32.const 0)) ;; also where the wrap table ends
  (global $page_bytes (mut i32) (i32.const 65536))
  (global $memory_max (mut i32) (i32.const 0))
  (global $ceiling (mut i32) (i32.const 0x80000000)) ;; where the heap ends for good

  ;; Policy.
  (global $hardened (mut i32) (i32.const 0))
  (global $poison (mut i32) (i32.const 0))
  (global $hooks (mut i32) (i32.const 0))
  (global $traced (mut i32) (i32.const 0)) ;; the host is asked what live wrappers point to
  (global $interval (mut i32) (i32.const 0))
  (global $points (mut i32) (i32.const 0))

  ;; State.
  (global $heap_ptr (export "heap_ptr") (mut i32) (i32.const 0))
  (global $limit (export "memory_limit") (mut i32) (i32.const 0)) ;; the memory's size as the program knows it
  (global $gc_sp (export "gc_sp") (mut i32) (i32.const 0))
  (global $gc_free_head (export "gc_free_head") (mut i32) (i32.const 0))
  (global $small_bins (mut i64) (i64.const 0)) ;; hardened: bit b is set if bin b has a block
  (global $large_bins (mut i64) (i64.const 0)) ;; hardened: bit b is set if bin 64 + b has a block
  (global $worklist_ptr (mut i32) (i32.const 0))
  (global $wrap_ptr (export "gc_wrap_ptr") (mut i32) (i32.const 0))
  (global $pending (mut i32) (i32.const 0)) ;; hardened: some block has its PENDING bit
  (global $since (mut i32) (i32.const 0)) ;; hardened: bytes asked for since the last collection for want of room
  (global $free_bytes (mut i32) (i32.const 0)) ;; hardened: what the last sweep put on the lists
  (global $next_forced (mut i32) (i32.const 0)) ;; the allocation that the schedule collects at; 0 is none
  (global $next_point (mut i32) (i32.const 0))
  (global $allocations (export "allocations") (mut i32) (i32.const 0))
  (global $allocated (export "allocated") (mut i64) (i64.const 0)) ;; bytes handed out, headers and padding included
  (global $collections (export "collections") (mut i32) (i32.const 0))
  (global $forced (export "forced") (mut i32) (i32.const 0))
  (global $trap_reason (export "trap_reason") (mut i32) (i32.const 0))

  ;; ---------------------------------------------------------------------------------------------------------------
  ;; Reset and status

  ;; Makes the instance behave like a fresh one. From the limit on, memory is always zero: so clearing what the last run
  ;; could use of the new heap is enough, whatever the geometry was and will be.
  (func (export "reset")
    (param $data_bytes i32) (param $shadow_bytes i32) (param $worklist_bytes i32) (param $wrap_bytes i32)
    (param $page_bytes i32) (param $initial_limit i32) (param $memory_max i32)
    (param $hardened i32) (param $poison i32) (param $hooks i32) (param $traced i32)
    (param $interval i32) (param $points i32) (param $ceiling i32)
    ;; All of it: a broken run may have written anywhere, and the next one must not see that.
    (memory.fill $map (i32.const 0) (i32.const 0) (i32.shl (memory.size $map) (i32.const 16)))
    (memory.fill $memory (i32.const 0) (i32.const 0) (i32.shl (memory.size $memory) (i32.const 16)))
    (global.set $gc_stack_base (local.get $data_bytes))
    (global.set $gc_stack_limit (i32.add (global.get $gc_stack_base) (local.get $shadow_bytes)))
    (global.set $gc_worklist_end (i32.add (global.get $gc_stack_limit) (local.get $worklist_bytes)))
    (global.set $gc_heap_start (i32.add (global.get $gc_worklist_end) (local.get $wrap_bytes)))
    (global.set $page_bytes (local.get $page_bytes))
    (global.set $memory_max (local.get $memory_max))
    (global.set $ceiling (local.get $ceiling))
    (global.set $hardened (local.get $hardened))
    (global.set $poison (local.get $poison))
    (global.set $hooks (local.get $hooks))
    (global.set $traced (local.get $traced))
    (global.set $interval (local.get $interval))
    (global.set $points (local.get $points))
    (global.set $heap_ptr (global.get $gc_heap_start))
    (global.set $limit (local.get $initial_limit))
    (global.set $gc_sp (global.get $gc_stack_base))
    (global.set $gc_free_head (i32.const 0))
    (call $empty_bins)
    (global.set $worklist_ptr (global.get $gc_stack_limit))
    (global.set $wrap_ptr (global.get $gc_worklist_end))
    (global.set $pending (i32.const 0))
    (global.set $since (i32.const 0))
    (global.set $collections (i32.const 0))
    (global.set $trap_reason (i32.const 0))
    (call $start_schedule)
    ;; The tables are there from the start, wherever the limit is: the host writes to them directly.
    (if (i32.eqz (call $back (global.get $gc_heap_start))) (then (call $fail (global.get $MEMORY))))
    (if (i32.eqz (call $back (global.get $limit))) (then (call $fail (global.get $MEMORY))))
    (call $publish))

  ;; Writes the status block, so that the host reads numbers without calling.
  (func $publish (export "publish")
    (call $publish_sizes)
    (i32.store $plan (i32.const 16) (global.get $heap_ptr))
    (i32.store $plan (i32.const 20) (global.get $gc_sp))
    (i32.store $plan (i32.const 24) (global.get $gc_free_head))
    (i32.store $plan (i32.const 28) (global.get $allocations))
    (i32.store $plan (i32.const 32) (global.get $collections))
    (i32.store $plan (i32.const 36) (global.get $forced)))

  ;; The sizes are published whenever they change: the host's windows on memory depend on them.
  (func $publish_sizes
    (i32.store $plan (i32.const 0) (memory.size $memory))
    (i32.store $plan (i32.const 4) (memory.size $map))
    (i32.store $plan (i32.const 8) (memory.size $spill))
    (i32.store $plan (i32.const 12) (global.get $limit)))

  (func $fail (param $reason i32)
    (global.set $trap_reason (local.get $reason))
    (unreachable))

  ;; ---------------------------------------------------------------------------------------------------------------
  ;; Schedule: collections that the case asks for

  (func $start_schedule
    (global.set $allocations (i32.const 0))
    (global.set $allocated (i64.const 0))
    (global.set $forced (i32.const 0))
    (global.set $next_point (i32.const 0))
    (global.set $next_forced (i32.const 0))
    (call $plan_next))

  ;; Interval n forces allocations n, 2n, 3n ...; otherwise the points say which, in ascending order.
  (func $plan_next
    (if (global.get $interval)
      (then
        (global.set $next_forced (i32.add (global.get $next_forced) (global.get $interval)))
        (return)))
    (global.set $next_forced (i32.const 0))
    (if (i32.lt_u (global.get $next_point) (global.get $points))
      (then
        (global.set $next_forced
          (i32.load $plan
            (i32.add (global.get $plan_points) (i32.shl (global.get $next_point) (i32.const 2)))))
        (global.set $next_point (i32.add (global.get $next_point) (i32.const 1))))))

  ;; Logged before it runs: a collection that traps was still asked for and carried out.
  (func $force
    (if (i32.lt_u (global.get $forced) (global.get $plan_log_max))
      (then
        (i32.store $plan
          (i32.add (global.get $plan_log) (i32.shl (global.get $forced) (i32.const 2)))
          (global.get $allocations))))
    (global.set $forced (i32.add (global.get $forced) (i32.const 1)))
    (call $plan_next)
    (call $collect))

  ;; ---------------------------------------------------------------------------------------------------------------
  ;; Allocation

  (func (export "alloc") (param $size i32) (result i32)
    (call $allocate (local.get $size) (i32.const 0)))

  ;; A block that never holds pointers: scalar data, string bytes. `vera` knows no difference.
  (func (export "alloc_data") (param $size i32) (result i32)
    (call $allocate (local.get $size) (i32.const 1)))

  (func (export "alloc_at") (param $sp i32) (param $size i32) (param $pointer_free i32) (result i32)
    (global.set $gc_sp (local.get $sp))
    (call $allocate (local.get $size) (local.get $pointer_free))
    (call $publish))

  ;; So many blocks of one size that nothing holds, filled one by one: one call for all of them.
  (func (export "churn_at") (param $sp i32) (param $count i32) (param $bytes i32)
    (local $block i32)
    (global.set $gc_sp (local.get $sp))
    (loop $next
      (if (local.get $count)
        (then
          (local.set $block (call $allocate (local.get $bytes) (i32.const 0)))
          ;; A broken heap may hand out what it does not have; from the limit on, memory stays zero.
          (if (i32.gt_u (i32.add (local.get $block) (local.get $bytes)) (global.get $limit)) (then (unreachable)))
          (memory.fill $memory (local.get $block) (i32.const 0x5A) (local.get $bytes))
          (local.set $count (i32.sub (local.get $count) (i32.const 1)))
          (br $next))))
    (call $publish))

  (func $allocate (param $size i32) (param $pointer_free i32) (result i32)
    (local $total i32)
    (local $block i32)
    (global.set $allocations (i32.add (global.get $allocations) (i32.const 1)))
    (if (i32.eq (global.get $allocations) (global.get $next_forced)) (then (call $force))) ;; fault: collect-after-take
    (if (i32.lt_s (local.get $size) (i32.const 0)) (then (call $fail (global.get $BAD_SIZE))))
    (local.set $total (call $stride (local.get $size)))
    (global.set $since (i32.add (global.get $since) (local.get $total)))
    (global.set $allocated (i64.add (global.get $allocated) (i64.extend_i32_u (local.get $total))))
    (local.set $block (call $take (local.get $size) (local.get $pointer_free)))
    (if (local.get $block) (then (return (local.get $block)))) ;; fault+ collect-after-take: (if (local.get $block) (then (if (i32.eq (global.get $allocations) (global.get $next_forced)) (then (call $force))) (return (local.get $block))))
    (if (call $short_of (local.get $total))
      (then
        (call $collect)
        (if (global.get $hardened) (then (call $widen)))
        (local.set $block (call $take (local.get $size) (local.get $pointer_free)))
        (if (local.get $block) (then (return (local.get $block)))) ;; fault+ collect-after-take: (if (local.get $block) (then (if (i32.eq (global.get $allocations) (global.get $next_forced)) (then (call $force))) (return (local.get $block))))
        (call $make_room (local.get $total))))
    (call $bump (local.get $size) (local.get $total) (local.get $pointer_free))) ;; fault+ collect-after-take: (local.set $block (call $bump (local.get $size) (local.get $total) (local.get $pointer_free))) (if (i32.eq (global.get $allocations) (global.get $next_forced)) (then (call $force))) (local.get $block))

  ;; Header, payload and padding of a block.
  (func $stride (param $size i32) (result i32)
    (i32.and (i32.add (local.get $size) (i32.const 11)) (i32.const -8)))

  ;; A free block made ready for use, or 0.
  (func $take (param $size i32) (param $pointer_free i32) (result i32)
    (if (global.get $hardened)
      (then (return (call $take_hardened (local.get $size) (local.get $pointer_free)))))
    (call $take_vera (local.get $size)))

  ;; First fit. The whole block is given away and keeps its size: nothing is split.
  (func $take_vera (param $size i32) (result i32)
    (local $previous i32)
    (local $block i32)
    (local $bytes i32)
    (local.set $block (global.get $gc_free_head)) ;; fault: take-nothing
    (loop $walk
      (if (i32.eqz (local.get $block)) (then (return (i32.const 0))))
      (local.set $bytes (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1))) ;; fault+ size-16: (local.set $bytes (i32.and (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1)) (i32.const 0xFFFF)))
      (if (i32.lt_u (local.get $bytes) (local.get $size)) ;; fault+ fit-too-small: (if (i32.lt_u (i32.add (local.get $bytes) (i32.const 8)) (local.get $size))
        (then
          (local.set $previous (local.get $block))
          (local.set $block (i32.load (local.get $block)))
          (br $walk))))
    (if (local.get $previous)
      (then (i32.store (local.get $previous) (i32.load (local.get $block))))
      (else (global.set $gc_free_head (i32.load (local.get $block))))) ;; fault+ free-head-kept: (else))
    (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.shl (local.get $bytes) (i32.const 1))) ;; fault+ reuse-shrinks-header: (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.shl (local.get $size) (i32.const 1)))
    (local.get $block))

  ;; The front of the free block that fits; what is left of it is free again.
  (func $take_hardened (param $size i32) (param $pointer_free i32) (result i32)
    (local $total i32)
    (local $stride i32)
    (local $block i32)
    (local.set $total (call $stride (local.get $size)))
    (local.set $block (call $unlink_fit (local.get $total))) ;; fault+ fit-too-small: (local.set $block (call $unlink_fit (select (i32.sub (local.get $total) (i32.const 8)) (local.get $total) (i32.gt_u (local.get $total) (i32.const 8))))) ;; fault: take-nothing
    (if (i32.eqz (local.get $block)) (then (return (i32.const 0))))
    (local.set $stride (call $stride_of (local.get $block)))
    (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.shl (local.get $size) (i32.const 1)))
    (call $enter (local.get $block) (local.get $pointer_free))
    (memory.fill $memory
      (local.get $block)
      (i32.const 0)
      (i32.sub (local.get $total) (i32.const 4))) ;; fault+ stale-reuse: (i32.const 0))
    (if (i32.gt_u (local.get $stride) (local.get $total))
      (then
        (call $put_free (i32.add (local.get $block) (local.get $total)) (i32.sub (local.get $stride) (local.get $total))) ;; fault: reuse-shrinks-header
      ))
    (local.get $block))

  ;; The bytes from a block's header to the next.
  (func $stride_of (param $block i32) (result i32)
    (call $stride (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1)))) ;; fault+ size-16: (call $stride (i32.and (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1)) (i32.const 0xFFFF))))

  ;; Takes a block of so many bytes or more off its list, or answers 0. Any block of a higher bin fits. A bin above 512
  ;; bytes holds several sizes: the first few of its blocks are tried, so that a long list costs no more than a short one.
  (func $unlink_fit (param $total i32) (result i32)
    (local $bin i32)
    (local $block i32)
    (local $above i64)
    (if (i32.le_u (local.get $total) (i32.const 512))
      (then
        (local.set $above
          (i64.and
            (global.get $small_bins)
            (i64.shl (i64.const -1) (i64.extend_i32_u (call $bin_of (local.get $total))))))
        (if (i64.ne (local.get $above) (i64.const 0))
          (then (return (call $unlink_first (i32.wrap_i64 (i64.ctz (local.get $above)))))))
        (local.set $above (global.get $large_bins)))
      (else
        (local.set $bin (call $bin_of (local.get $total)))
        (local.set $block (call $unlink_near_front (local.get $bin) (local.get $total)))
        (if (local.get $block) (then (return (local.get $block))))
        (local.set $above
          (i64.and
            (global.get $large_bins)
            (i64.shl (i64.const -2) (i64.extend_i32_u (i32.sub (local.get $bin) (i32.const 64))))))))
    (if (i64.eqz (local.get $above)) (then (return (i32.const 0))))
    (call $unlink_first (i32.add (i32.const 64) (i32.wrap_i64 (i64.ctz (local.get $above))))))

  (func $bin_of (param $total i32) (result i32)
    (local $power i32)
    (if (i32.le_u (local.get $total) (i32.const 512))
      (then (return (i32.sub (i32.shr_u (local.get $total) (i32.const 3)) (i32.const 1)))))
    (local.set $power (i32.sub (i32.const 31) (i32.clz (local.get $total))))
    (i32.add
      (i32.add (i32.const 46) (i32.shl (local.get $power) (i32.const 1)))
      (i32.and
        (i32.shr_u (local.get $total) (i32.sub (local.get $power) (i32.const 1)))
        (i32.const 1))))

  ;; Where in `plan` the first block of a bin is named.
  (func $head_of (param $bin i32) (result i32)
    (i32.add (global.get $plan_bins) (i32.shl (local.get $bin) (i32.const 2))))

  (func $unlink_first (param $bin i32) (result i32)
    (local $block i32)
    (local.set $block (i32.load $plan (call $head_of (local.get $bin))))
    (call $set_head (local.get $bin) (i32.load (local.get $block))) ;; fault: free-head-kept
    (local.get $block))

  ;; The first of a bin's first 16 blocks that has so many bytes, or 0.
  (func $unlink_near_front (param $bin i32) (param $total i32) (result i32)
    (local $previous i32)
    (local $block i32)
    (local $tries i32)
    (local.set $tries (i32.const 16))
    (local.set $block (i32.load $plan (call $head_of (local.get $bin))))
    (loop $walk
      (if (i32.eqz (i32.and (i32.ne (local.get $block) (i32.const 0)) (i32.ne (local.get $tries) (i32.const 0))))
        (then (return (i32.const 0))))
      (if (i32.lt_u (call $stride_of (local.get $block)) (local.get $total))
        (then
          (local.set $previous (local.get $block))
          (local.set $block (i32.load (local.get $block)))
          (local.set $tries (i32.sub (local.get $tries) (i32.const 1)))
          (br $walk))))
    (if (i32.eqz (local.get $previous)) (then (return (call $unlink_first (local.get $bin)))))
    (i32.store (local.get $previous) (i32.load (local.get $block)))
    (local.get $block))

  (func $set_head (param $bin i32) (param $block i32)
    (local $bit i64)
    (i32.store $plan (call $head_of (local.get $bin)) (local.get $block))
    (local.set $bit
      (i64.shl (i64.const 1) (i64.extend_i32_u (i32.and (local.get $bin) (i32.const 63)))))
    (if (i32.lt_u (local.get $bin) (i32.const 64))
      (then
        (global.set $small_bins
          (call $with_bit (global.get $small_bins) (local.get $bit) (local.get $block))))
      (else
        (global.set $large_bins
          (call $with_bit (global.get $large_bins) (local.get $bit) (local.get $block))))))

  (func $with_bit (param $bits i64) (param $bit i64) (param $isSet i32) (result i64)
    (select
      (i64.or (local.get $bits) (local.get $bit))
      (i64.and (local.get $bits) (i64.xor (local.get $bit) (i64.const -1)))
      (local.get $isSet)))

  ;; Makes so many bytes one free block, at this payload address, first of its bin.
  (func $put_free (param $block i32) (param $bytes i32)
    (local $bin i32)
    (local.set $bin (call $bin_of (local.get $bytes)))
    (i32.store
      (i32.sub (local.get $block) (i32.const 4))
      (i32.shl (i32.sub (local.get $bytes) (i32.const 4)) (i32.const 1)))
    (i32.store8 $map (call $granule (local.get $block)) (i32.or (global.get $START) (global.get $FREE))) ;; fault+ free-bit-forgotten: (i32.store8 $map (call $granule (local.get $block)) (global.get $START)) ;; fault+ pointer-free-sticky: (i32.store8 $map (call $granule (local.get $block)) (i32.or (i32.or (global.get $START) (global.get $FREE)) (i32.and (i32.load8_u $map (call $granule (local.get $block))) (global.get $POINTER_FREE))))
    (i32.store (local.get $block) (i32.load $plan (call $head_of (local.get $bin)))) ;; fault+ free-twice: (i32.store (local.get $block) (local.get $block))
    (call $set_head (local.get $bin) (local.get $block)) ;; fault: sweep-skip
  )

  (func $empty_bins
    (memory.fill $plan
      (global.get $plan_bins)
      (i32.const 0)
      (i32.shl (global.get $plan_bins_max) (i32.const 2)))
    (global.set $small_bins (i64.const 0))
    (global.set $large_bins (i64.const 0))
    (global.set $free_bytes (i32.const 0)))

  (func $short_of (param $total i32) (result i32)
    (i32.gt_u (i32.add (global.get $heap_ptr) (local.get $total)) (global.get $limit)))

  ;; Vera grows by the pages it lacks. Hardened grows by half the heap where it may, so that growing costs O(1) a byte.
  (func $make_room (param $total i32)
    (local $shortage i32)
    (if (i32.eqz (call $short_of (local.get $total))) (then (return)))
    (local.set $shortage
      (i32.sub (i32.add (global.get $heap_ptr) (local.get $total)) (global.get $limit)))
    (if (global.get $hardened)
      (then
        (if (i32.gt_u (call $half_heap) (local.get $shortage))
          (then (if (call $raise_limit (call $half_heap)) (then (return)))))))
    (if (i32.eqz (call $raise_limit (local.get $shortage))) (then (call $fail (global.get $MEMORY)))))

  ;; After a collection, a heap has room for two and a half times what lives in it: the work of all collections is linear
  ;; in what is allocated. Where free blocks are so small that little of that was handed out, it grows all the same.
  (func $widen
    (local $live i32)
    (local $lacking i32)
    (local.set $live
      (i32.sub
        (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start))
        (global.get $free_bytes)))
    (local.set $lacking
      (i32.sub
        (i32.add (i32.shl (local.get $live) (i32.const 1)) (i32.shr_u (local.get $live) (i32.const 1)))
        (i32.sub (global.get $limit) (global.get $gc_heap_start))))
    (if (i32.gt_s (local.get $lacking) (i32.const 0))
      (then (drop (call $raise_limit (local.get $lacking)))))
    (if (i32.lt_u (global.get $since) (i32.shr_u (call $half_heap) (i32.const 1)))
      (then (drop (call $raise_limit (call $half_heap)))))
    (global.set $since (i32.const 0)))

  (func $half_heap (result i32)
    (i32.shr_u (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start)) (i32.const 1)))

  ;; Raises the limit by so many bytes, rounded up to pages; 0 where memory.grow would return -1.
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
    (nop) ;; fault+ grow-one-page: (local.set $raised (i64.extend_i32_u (i32.add (global.get $limit) (global.get $page_bytes))))
    (if (i64.gt_u (local.get $raised) (i64.extend_i32_u (global.get $memory_max))) (then (return (i32.const 0))))
    (if (i32.eqz (call $back (i32.wrap_i64 (local.get $raised)))) (then (return (i32.const 0))))
    (global.set $limit (i32.wrap_i64 (local.get $raised)))
    (call $publish_sizes)
    (i32.const 1))

  ;; Has physical memory up to an address, and a map for what of it is heap; 0 if there is none to have.
  (func $back (param $end i32) (result i32)
    (local $pages i32)
    (local.set $pages
      (i32.sub (call $pages_of (i64.extend_i32_u (local.get $end))) (memory.size $memory)))
    (if (i32.gt_s (local.get $pages) (i32.const 0))
      (then
        (if (i32.lt_s (memory.grow $memory (local.get $pages)) (i32.const 0)) (then (return (i32.const 0))))))
    (if (i32.eqz (global.get $hardened)) (then (return (i32.const 1))))
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
    (if (i32.gt_s (local.get $pages) (i32.const 0))
      (then
        (if (i32.lt_s (memory.grow $map (local.get $pages)) (i32.const 0)) (then (return (i32.const 0))))))
    (i32.const 1))

  (func $pages_of (param $bytes i64) (result i32)
    (i32.wrap_i64 (i64.shr_u (i64.add (local.get $bytes) (i64.const 65535)) (i64.const 16))))

  ;; A new block at the heap's end. Addresses stay below the ceiling, so that a tagged handle is never one.
  (func $bump (param $size i32) (param $total i32) (param $pointer_free i32) (result i32)
    (local $block i32)
    (if (i32.ge_u (local.get $total) (global.get $ceiling)) (then (call $fail (global.get $CEILING)))) ;; fault: no-ceiling
    (if (i32.ge_u (global.get $heap_ptr) (i32.sub (global.get $ceiling) (local.get $total))) ;; fault+ no-ceiling: (if (i32.const 0)
      (then (call $fail (global.get $CEILING))))
    (i32.store (global.get $heap_ptr) (i32.shl (local.get $size) (i32.const 1)))
    (local.set $block (i32.add (global.get $heap_ptr) (i32.const 4)))
    (global.set $heap_ptr (i32.add (global.get $heap_ptr) (local.get $total)))
    (if (global.get $hardened) (then (call $enter (local.get $block) (local.get $pointer_free))))
    (local.get $block))

  ;; Hardened: the map's entry of a block that has just been handed out.
  (func $enter (param $block i32) (param $pointer_free i32)
    (local $bits i32)
    (local.set $bits (global.get $START)) ;; fault+ pointer-free-sticky: (local.set $bits (i32.or (global.get $START) (i32.and (i32.load8_u $map (call $granule (local.get $block))) (global.get $POINTER_FREE))))
    (if (local.get $pointer_free) ;; fault+ pointer-free-confused: (if (i32.const 1)
      (then (local.set $bits (i32.or (local.get $bits) (global.get $POINTER_FREE)))))
    (i32.store8 $map (call $granule (local.get $block)) (local.get $bits)))

  (func $granule (param $block i32) (result i32)
    (i32.shr_u
      (i32.sub (i32.sub (local.get $block) (i32.const 4)) (global.get $gc_heap_start))
      (i32.const 3)))

  ;; ---------------------------------------------------------------------------------------------------------------
  ;; Shadow stack and wrap table

  ;; Slots past the limit: none in `vera`; in `hardened` they go to `spill`, while gc_sp counts on.
  (func $shadow_push (export "shadow_push") (param $pointer i32)
    (if (i32.ge_u (global.get $gc_sp) (global.get $gc_stack_limit)) (then (call $spill (local.get $pointer)) (return))) ;; fault: shadow-no-bound
    (i32.store (global.get $gc_sp) (local.get $pointer))
    (global.set $gc_sp (i32.add (global.get $gc_sp) (i32.const 4))))

  (func $spill (param $pointer i32)
    (local $at i32)
    (if (i32.eqz (global.get $hardened)) (then (call $fail (global.get $SHADOW_STACK))))
    (local.set $at (i32.sub (global.get $gc_sp) (global.get $gc_stack_limit)))
    (if (i32.ge_u (local.get $at) (i32.shl (memory.size $spill) (i32.const 16)))
      (then
        (if (i32.lt_s (memory.grow $spill (memory.size $spill)) (i32.const 0))
          (then (call $fail (global.get $SHADOW_STACK))))
        (call $publish_sizes)))
    (i32.store $spill (local.get $at) (local.get $pointer))
    (global.set $gc_sp (i32.add (global.get $gc_sp) (i32.const 4))))

  (func $slot (param $at i32) (result i32)
    (if (i32.ge_u (local.get $at) (global.get $gc_stack_limit)) (then (return (i32.load $spill (i32.sub (local.get $at) (global.get $gc_stack_limit)))))) ;; fault: shadow-no-bound
    (i32.load (local.get $at)))

  ;; An entry: wrapper, kind, raw handle, 0 (1 while it has been asked: see $trace_wrappers). The table is not a root; the slow path roots the wrapper itself.
  (func $register_wrapper (export "register_wrapper") (param $pointer i32) (param $kind i32) (param $handle i32)
    (local $sp i32)
    (if (i32.ge_u (global.get $wrap_ptr) (global.get $gc_heap_start)) ;; fault+ wrap-no-bound: (if (i32.const 0)
      (then
        (local.set $sp (global.get $gc_sp))
        (call $shadow_push (local.get $pointer)) ;; fault: wrap-unrooted
        (call $collect)
        (global.set $gc_sp (local.get $sp))
        (if (i32.ge_u (global.get $wrap_ptr) (global.get $gc_heap_start))
          (then (call $fail (global.get $WRAP_TABLE))))))
    (i32.store (global.get $wrap_ptr) (local.get $pointer))
    (i32.store offset=4 (global.get $wrap_ptr) (local.get $kind))
    (i32.store offset=8 (global.get $wrap_ptr) (local.get $handle))
    (i32.store offset=12 (global.get $wrap_ptr) (i32.const 0))
    (global.set $wrap_ptr (i32.add (global.get $wrap_ptr) (i32.const 16))))

  (func (export "register_at") (param $sp i32) (param $pointer i32) (param $kind i32) (param $handle i32)
    (global.set $gc_sp (local.get $sp))
    (call $register_wrapper (local.get $pointer) (local.get $kind) (local.get $handle))
    (call $publish))

  ;; Dead wrappers give their handles back; the entries of live ones move down. Runs between mark and sweep.
  (func $sweep_wrappers
    (local $from i32)
    (local $to i32)
    (local.set $from (global.get $gc_worklist_end))
    (local.set $to (local.get $from))
    (loop $walk
      (if (i32.lt_u (local.get $from) (global.get $wrap_ptr))
        (then
          (if (call $is_marked (i32.load (local.get $from))) ;; fault+ decref-live: (if (i32.const 0)
            (then
              (i64.store (local.get $to) (i64.load (local.get $from)))
              (i32.store offset=8 (local.get $to) (i32.load offset=8 (local.get $from)))
              (i32.store offset=12 (local.get $to) (i32.const 0))
              (local.set $to (i32.add (local.get $to) (i32.const 16)))) ;; fault+ wrap-entry-lost: )
            (else
              (call $host_decref_handle (i32.load offset=4 (local.get $from)) (i32.load offset=8 (local.get $from))) ;; fault: wrap-never-released
            ))
          (local.set $from (i32.add (local.get $from) (i32.const 16)))
          (br $walk))))
    (global.set $wrap_ptr (local.get $to)))

  ;; What a host value points to, the host alone knows: it is asked once for every marked wrapper. What it names may
  ;; reach further wrappers, so the walk repeats until it finds nobody to ask; newest first, because containers hold
  ;; older ones. Runs between mark and $sweep_wrappers.
  (func $trace_wrappers
    (local $at i32)
    (local $asked i32)
    (loop $again
      (local.set $asked (i32.const 0))
      (local.set $at (global.get $wrap_ptr))
      (block $walked
        (loop $walk
          (br_if $walked (i32.le_u (local.get $at) (global.get $gc_worklist_end)))
          (local.set $at (i32.sub (local.get $at) (i32.const 16)))
          (br_if $walk (i32.load offset=12 (local.get $at)))
          (br_if $walk (i32.eqz (call $is_marked (i32.load (local.get $at)))))
          (i32.store offset=12 (local.get $at) (i32.const 1))
          (local.set $asked (i32.const 1))
          (call $mark_answer
            (call $pointers_behind
              (i32.load offset=4 (local.get $at))
              (i32.load offset=8 (local.get $at))))
          (br $walk)))
      (br_if $again (local.get $asked))))

  ;; Marks from so many words behind the schedule's points, each as if it were a root.
  (func $mark_answer (param $count i32)
    (local $at i32)
    (local.set $at
      (i32.add (global.get $plan_points) (i32.shl (global.get $points) (i32.const 2))))
    (loop $next
      (if (local.get $count)
        (then
          (if (global.get $hardened)
            (then
              (call $reach (i32.load $plan (local.get $at)))
              (call $trace_hardened))
            (else (call $mark_from_vera (i32.load $plan (local.get $at)))))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (local.set $count (i32.sub (local.get $count) (i32.const 1)))
          (br $next))))
    (if (global.get $hardened) (then (call $finish_hardened))))

  (func $is_marked (param $block i32) (result i32)
    (if (global.get $hardened)
      (then (return (i32.and (i32.load8_u $map (call $granule (local.get $block))) (global.get $MARK)))))
    (i32.and (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1)))

  ;; ---------------------------------------------------------------------------------------------------------------
  ;; Collection

  (func (export "gc_collect") (call $collect))

  (func (export "collect_at") (param $sp i32)
    (global.set $gc_sp (local.get $sp))
    (call $collect)
    (call $publish))

  (func $collect
    (global.set $collections (i32.add (global.get $collections) (i32.const 1)))
    (if (global.get $hooks) (then (call $publish) (call $collecting)))
    (if (global.get $hardened) (then (call $mark_hardened)) (else (call $mark_vera)))
    (if (global.get $traced) (then (call $trace_wrappers)))
    (call $sweep_wrappers) ;; fault: wrap-after-sweep
    (if (global.get $hardened) (then (call $sweep_hardened)) (else (call $sweep_vera)))
    (nop) ;; fault+ wrap-after-sweep: (call $sweep_wrappers)
    (if (global.get $hooks) (then (call $publish) (call $collected))))

  ;; Whether a word may be a pointer: in the heap and 4 mod 8. Words of 2^31 and more never are.
  (func $is_candidate (param $word i32) (result i32)
    (if (i32.lt_u (local.get $word) (i32.add (global.get $gc_heap_start) (i32.const 4)))
      (then (return (i32.const 0))))
    (if (i32.ge_u (local.get $word) (global.get $heap_ptr)) (then (return (i32.const 0))))
    (i32.eq
      (i32.and (i32.sub (local.get $word) (global.get $gc_heap_start)) (i32.const 7))
      (i32.const 4)))

  (func $work_left (result i32)
    (i32.gt_u (global.get $worklist_ptr) (global.get $gc_stack_limit)))

  (func $work_full (result i32)
    (i32.ge_u (global.get $worklist_ptr) (global.get $gc_worklist_end)))

  (func $push_work (param $block i32)
    (i32.store (global.get $worklist_ptr) (local.get $block))
    (global.set $worklist_ptr (i32.add (global.get $worklist_ptr) (i32.const 4))))

  (func $pop_work (result i32)
    (global.set $worklist_ptr (i32.sub (global.get $worklist_ptr) (i32.const 4)))
    (i32.load (global.get $worklist_ptr)))

  ;; Stress runs: what a stale pointer reads is wrong at once. Payload word 0 is the link.
  (func $spoil (param $block i32) (param $stride i32)
    (if (i32.gt_u (local.get $stride) (i32.const 8))
      (then
        (memory.fill $memory
          (i32.add (local.get $block) (i32.const 4))
          (i32.const 0xF5)
          (i32.sub (local.get $stride) (i32.const 8))))))

  ;; ---------------------------------------------------------------------------------------------------------------
  ;; Collector `vera`

  (func $mark_vera
    (call $clear_vera) ;; fault: marks-not-cleared
    (call $seed_vera)
    (call $trace_vera))

  ;; Phase 1. Marks stay set until here.
  (func $clear_vera
    (local $header i32)
    (local $word i32)
    (local $end i32)
    (local.set $header (global.get $gc_heap_start))
    (local.set $end (global.get $heap_ptr))
    (loop $walk
      (if (i32.lt_u (local.get $header) (local.get $end))
        (then
          (local.set $word (i32.and (i32.load (local.get $header)) (i32.const -2)))
          (i32.store (local.get $header) (local.get $word))
          (local.set $header
            (i32.add
              (local.get $header)
              (i32.and (i32.add (i32.shr_u (local.get $word) (i32.const 1)) (i32.const 11)) (i32.const -8))))
          (br $walk)))))

  ;; Phase 2. No mark test: what is on the shadow stack twice is on the worklist twice.
  (func $seed_vera
    (local $at i32)
    (local $word i32)
    (local.set $at (global.get $gc_stack_base))
    (global.set $worklist_ptr (global.get $gc_stack_limit))
    (loop $walk
      (if (i32.lt_u (local.get $at) (global.get $gc_sp)) ;; fault+ root-seed-skips-top: (if (i32.lt_u (i32.add (local.get $at) (i32.const 4)) (global.get $gc_sp))
        (then
          (local.set $word (i32.load (local.get $at)))
          (if (call $is_candidate (local.get $word)) (then (call $push_vera (local.get $word))))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (br $walk))))
    (nop) ;; fault+ root-seed-past-top: (if (call $is_candidate (i32.load (global.get $gc_sp))) (then (call $push_vera (i32.load (global.get $gc_sp)))))
  )

  (func $push_vera (param $block i32)
    (if (call $work_full) (then (call $fail (global.get $WORKLIST)))) ;; fault+ worklist-drop: (if (call $work_full) (then (return)))
    (call $push_work (local.get $block)))

  ;; One more root, once marking is done. A mark test, as in Phase 2b: a block's words are scanned once.
  (func $mark_from_vera (param $word i32)
    (if (i32.eqz (call $is_candidate (local.get $word))) (then (return)))
    (if (i32.and (i32.load (i32.sub (local.get $word) (i32.const 4))) (i32.const 1)) (then (return)))
    (call $push_vera (local.get $word))
    (call $trace_vera))

  ;; Phase 2b. A word that passes for a pointer is one: nothing checks that a block starts there, so the mark may land in
  ;; somebody's data. That is Vera's behaviour, kept.
  (func $trace_vera
    (local $block i32)
    (local $header i32)
    (local $bytes i32)
    (loop $next
      (if (call $work_left)
        (then
          (local.set $block (call $pop_work))
          (local.set $header (i32.load (i32.sub (local.get $block) (i32.const 4))))
          (local.set $bytes (i32.shr_u (local.get $header) (i32.const 1)))
          (br_if $next
            (i32.gt_u (i32.add (local.get $block) (local.get $bytes)) (global.get $heap_ptr)))
          (br_if $next (i32.and (local.get $header) (i32.const 1)))
          (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.or (local.get $header) (i32.const 1))) ;; fault: forget-mark
          (call $scan_vera (local.get $block) (local.get $bytes))
          (br $next)))))

  ;; Most words are no addresses at all: they are dropped by one comparison, before the exact test.
  (func $scan_vera (param $block i32) (param $bytes i32)
    (local $at i32)
    (local $end i32)
    (local $word i32)
    (local $heap_start i32)
    (local $heap_end i32)
    (local.set $heap_start (global.get $gc_heap_start))
    (local.set $heap_end (global.get $heap_ptr))
    (local.set $at (local.get $block))
    (local.set $end (i32.add (local.get $block) (local.get $bytes))) ;; fault+ scan-misses-last-word: (local.set $end (i32.sub (i32.add (local.get $block) (local.get $bytes)) (i32.const 4)))
    (block $done
      (loop $walk
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $done (i32.gt_u (i32.add (local.get $at) (i32.const 4)) (local.get $heap_end)))
        (local.set $word (i32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br_if $walk (i32.lt_u (local.get $word) (local.get $heap_start)))
        (br_if $walk (i32.eqz (call $is_candidate (local.get $word))))
        (br_if $walk (i32.and (i32.load (i32.sub (local.get $word) (i32.const 4))) (i32.const 1)))
        (call $push_vera (local.get $word))
        (br $walk))))

  ;; Phase 3. The list is built from scratch while walking upward, so it runs from the highest block to the lowest.
  (func $sweep_vera
    (local $at i32)
    (local $block i32)
    (local $header i32)
    (local $stride i32)
    (local $end i32)
    (global.set $gc_free_head (i32.const 0)) ;; fault: free-list-cycle
    (local.set $at (global.get $gc_heap_start))
    (local.set $end (global.get $heap_ptr))
    (loop $walk
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (local.set $block (i32.add (local.get $at) (i32.const 4)))
          (local.set $header (i32.load (local.get $at)))
          (local.set $stride (i32.shr_u (local.get $header) (i32.const 1))) ;; fault+ size-16: (local.set $stride (i32.and (i32.shr_u (local.get $header) (i32.const 1)) (i32.const 0xFFFF)))
          (local.set $stride (i32.and (i32.add (local.get $stride) (i32.const 11)) (i32.const -8)))
          (local.set $at (i32.add (local.get $at) (local.get $stride)))
          (br_if $walk (i32.and (local.get $header) (i32.const 1)))
          ;; Blocks that were free before are spoiled again: telling them apart would cost more than the filling does.
          (if (global.get $poison) (then (call $spoil (local.get $block) (local.get $stride))))
          (i32.store (local.get $block) (global.get $gc_free_head)) ;; fault+ free-twice: (i32.store (local.get $block) (local.get $block))
          (global.set $gc_free_head (local.get $block)) ;; fault: sweep-skip
          (br $walk)))))

  ;; ---------------------------------------------------------------------------------------------------------------
  ;; Collector `hardened`

  (func $mark_hardened
    (call $clear_hardened) ;; fault: marks-not-cleared
    (call $seed_hardened)
    (call $finish_hardened))

  ;; Scans what found no place on the worklist, until nothing is pending.
  (func $finish_hardened
    (loop $again
      (if (global.get $pending)
        (then
          (global.set $pending (i32.const 0))
          (call $rescan)
          (br $again))))) ;; fault+ rescan-once: ))))

  ;; MARK and PENDING, 16 granules at a time: what lies behind the map's end is unused.
  (func $clear_hardened
    (local $at i32)
    (local $end i32)
    (local.set $end
      (i32.shr_u (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start)) (i32.const 3)))
    (loop $walk
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (v128.store $map
            (local.get $at)
            (v128.and
              (v128.load $map (local.get $at))
              (v128.const i64x2 0xF5F5F5F5F5F5F5F5 0xF5F5F5F5F5F5F5F5)))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $walk)))))

  ;; What follows runs for every root and every live word at each collection, most of all when every allocation collects:
  ;; small functions are written out there.

  ;; Each root is traced before the next is read: the worklist stays short.
  (func $seed_hardened
    (local $at i32)
    (local.set $at (global.get $gc_stack_base))
    (global.set $worklist_ptr (global.get $gc_stack_limit))
    (loop $walk
      (if (i32.lt_u (local.get $at) (global.get $gc_sp)) ;; fault+ root-seed-skips-top: (if (i32.lt_u (i32.add (local.get $at) (i32.const 4)) (global.get $gc_sp))
        (then
          (call $reach (call $slot (local.get $at)))
          (if (i32.gt_u (global.get $worklist_ptr) (global.get $gc_stack_limit)) (then (call $trace_hardened)))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (br $walk))))
    (nop) ;; fault+ root-seed-past-top: (call $reach (call $slot (global.get $gc_sp))) (call $trace_hardened)
  )

  ;; A word is a pointer only if a block starts there that is not free. It is marked when it is reached, so nothing is
  ;; pushed twice; what does not fit on the worklist is marked pending.
  (func $reach (param $word i32)
    (local $offset i32)
    (local.set $offset (i32.sub (local.get $word) (global.get $gc_heap_start)))
    (if (i32.ge_u (local.get $offset) (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start))) (then (return)))
    (if (i32.ne (i32.and (local.get $offset) (i32.const 7)) (i32.const 4)) (then (return)))
    (call $reach_candidate (local.get $word) (i32.shr_u (local.get $offset) (i32.const 3))))

  (func $reach_candidate (param $word i32) (param $granule i32)
    (local $bits i32)
    (local.set $bits (i32.load8_u $map (local.get $granule)))
    (if (i32.ne (i32.and (local.get $bits) (i32.const 19)) (global.get $START)) (then (return))) ;; fault+ mark-unvalidated: (if (i32.or (i32.and (local.get $bits) (global.get $MARK)) (i32.gt_u (i32.add (local.get $word) (i32.shr_u (i32.load (i32.sub (local.get $word) (i32.const 4))) (i32.const 1))) (global.get $heap_ptr))) (then (return)) (else (i32.store (i32.sub (local.get $word) (i32.const 4)) (i32.or (i32.load (i32.sub (local.get $word) (i32.const 4))) (i32.const 1))))) ;; fault+ scan-past-end: (if (i32.and (local.get $bits) (global.get $MARK)) (then (return)))
    (local.set $bits (i32.or (local.get $bits) (global.get $MARK))) ;; fault: forget-mark
    (i32.store8 $map (local.get $granule) (local.get $bits))
    (if (i32.and (local.get $bits) (global.get $POINTER_FREE)) (then (return))) ;; fault: data-scanned
    (if (i32.ge_u (global.get $worklist_ptr) (global.get $gc_worklist_end))
      (then
        (call $postpone (local.get $granule) (local.get $bits)) ;; fault+ worklist-trap: (call $fail (global.get $WORKLIST))
        (return)))
    (i32.store (global.get $worklist_ptr) (local.get $word))
    (global.set $worklist_ptr (i32.add (global.get $worklist_ptr) (i32.const 4))))

  (func $postpone (param $granule i32) (param $bits i32)
    (i32.store8 $map (local.get $granule) (i32.or (local.get $bits) (global.get $PENDING)))
    (global.set $pending (i32.const 1)) ;; fault: worklist-drop
  )

  (func $trace_hardened
    (loop $next
      (if (i32.gt_u (global.get $worklist_ptr) (global.get $gc_stack_limit))
        (then
          (global.set $worklist_ptr (i32.sub (global.get $worklist_ptr) (i32.const 4)))
          (call $scan_hardened (i32.load (global.get $worklist_ptr)))
          (br $next)))))

  ;; Most words are no addresses at all, and are dropped four at a time; most that are lead to a block that is marked
  ;; already. Both are dropped here, before the exact test.
  (func $scan_hardened (param $block i32)
    (local $at i32)
    (local $end i32)
    (local $four_end i32) ;; the end of four words of which one may be an address
    (local $word i32)
    (local $offset i32)
    (local $first i32)
    (local $span i32)
    (local.set $first (i32.add (global.get $gc_heap_start) (i32.const 4)))
    (local.set $span (i32.sub (global.get $heap_ptr) (local.get $first)))
    (local.set $at (local.get $block))
    (local.set $end (i32.add (local.get $block) (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1)))) ;; fault+ scan-misses-last-word: (local.set $end (i32.add (local.get $block) (i32.sub (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1)) (i32.const 4))))
    (block $done
      (loop $walk
        (if (i32.ge_u (local.get $at) (local.get $four_end))
          (then
            (local.set $four_end (i32.add (local.get $at) (i32.const 16)))
            (if (i32.le_u (local.get $four_end) (local.get $end))
              (then
                (if
                  (i32.eqz
                    (v128.any_true
                      (i32x4.lt_u
                        (i32x4.sub (v128.load (local.get $at)) (i32x4.splat (local.get $first)))
                        (i32x4.splat (local.get $span)))))
                  (then
                    (local.set $at (local.get $four_end))
                    (br $walk)))))))
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $word (i32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (local.set $offset (i32.sub (local.get $word) (local.get $first)))
        (br_if $walk (i32.ge_u (local.get $offset) (local.get $span)))
        (br_if $walk (i32.and (local.get $offset) (i32.const 7)))
        (local.set $offset (i32.shr_u (local.get $offset) (i32.const 3)))
        (br_if $walk (i32.and (i32.load8_u $map (local.get $offset)) (global.get $MARK)))
        (call $reach_candidate (local.get $word) (local.get $offset))
        (br $walk))))

  ;; One walk over the map. Each walk follows a worklist that was full, so there are few.
  (func $rescan
    (local $at i32)
    (local $end i32)
    (local $bits i32)
    (local.set $end
      (i32.shr_u (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start)) (i32.const 3)))
    (loop $walk
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (if (i64.eqz (i64.and (i64.load $map (local.get $at)) (i64.const 0x0808080808080808)))
            (then
              (local.set $at (i32.add (local.get $at) (i32.const 8)))
              (br $walk)))
          (local.set $bits (i32.load8_u $map (local.get $at)))
          (if (i32.and (local.get $bits) (global.get $PENDING))
            (then
              (i32.store8 $map (local.get $at) (i32.xor (local.get $bits) (global.get $PENDING)))
              (call $scan_hardened
                (i32.add
                  (i32.add (global.get $gc_heap_start) (i32.const 4))
                  (i32.shl (local.get $at) (i32.const 3))))
              (call $trace_hardened)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $walk)))))

  ;; What lies between two live blocks becomes one free block. Live blocks are passed over in the map, where eight
  ;; granules are looked at together: outside a run for the next block that is dead, inside for the next block at all.
  (func $sweep_hardened
    (local $at i32)
    (local $end i32)
    (local $run i32)
    (local $header i32)
    (local $stride i32)
    (local $bits i64)
    (local $wanted i64)
    (call $empty_bins) ;; fault: free-list-cycle
    (local.set $end
      (i32.shr_u (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start)) (i32.const 3)))
    (loop $walk
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (local.set $bits (i64.load $map (local.get $at)))
          (local.set $wanted (i64.and (local.get $bits) (i64.const 0x0101010101010101)))
          (if (i32.eqz (local.get $run))
            (then
              (local.set $wanted
                (i64.and
                  (local.get $wanted)
                  (i64.xor (i64.shr_u (local.get $bits) (i64.const 1)) (i64.const -1))))))
          (if (i64.eqz (local.get $wanted))
            (then
              (local.set $at (i32.add (local.get $at) (i32.const 8)))
              (br $walk)))
          (local.set $at
            (i32.add
              (local.get $at)
              (i32.shr_u (i32.wrap_i64 (i64.ctz (local.get $wanted))) (i32.const 3))))
          (local.set $header
            (i32.add (global.get $gc_heap_start) (i32.shl (local.get $at) (i32.const 3))))
          (if (i32.and (i32.load8_u $map (local.get $at)) (global.get $MARK))
            (then
              (call $end_run (local.get $run) (local.get $header))
              (local.set $run (i32.const 0))
              (local.set $at (i32.add (local.get $at) (i32.const 1))))
            (else
              (local.set $stride (call $stride_of (i32.add (local.get $header) (i32.const 4))))
              (local.set $run
                (call $free_block (local.get $header) (local.get $stride) (local.get $at) (local.get $run)))
              (local.set $at (i32.add (local.get $at) (i32.shr_u (local.get $stride) (i32.const 3))))))
          (br $walk))))
    (if (local.get $run)
      (then (call $end_run (local.get $run) (global.get $heap_ptr)))))

  ;; Adds a dead block to the run before it, or begins one; the header that the run begins with.
  (func $free_block (param $header i32) (param $stride i32) (param $granule i32) (param $run i32) (result i32)
    (if (global.get $poison)
      (then
        (if (i32.eqz (i32.and (i32.load8_u $map (local.get $granule)) (global.get $FREE)))
          (then (call $spoil (i32.add (local.get $header) (i32.const 4)) (local.get $stride))))))
    (if (i32.eqz (local.get $run)) (then (return (local.get $header))))
    (call $merge (local.get $header) (local.get $granule)) ;; fault+ merge-nothing: (call $end_run (local.get $run) (local.get $header)) (return (local.get $header))
    (local.get $run))

  ;; A free run goes from one header to the next live one, or to the heap's end.
  (func $end_run (param $run i32) (param $end i32)
    (global.set $free_bytes (i32.add (global.get $free_bytes) (i32.sub (local.get $end) (local.get $run))))
    (call $put_free (i32.add (local.get $run) (i32.const 4)) (i32.sub (local.get $end) (local.get $run))))

  ;; A dead block behind another is no block of its own any more.
  (func $merge (param $header i32) (param $granule i32)
    (i32.store8 $map (local.get $granule) (i32.const 0))
    (if (global.get $poison)
      (then (i64.store (local.get $header) (i64.const 0xF5F5F5F5F5F5F5F5)))))

  ;; ---------------------------------------------------------------------------------------------------------------
  ;; Heap states to start from: 0 empty, 1 full, 2 almost full, 3 fragmented

  ;; What it pushes stays rooted. Allocations count from here; nothing is forced before.
  (func (export "prepare") (param $state i32)
    (global.set $next_forced (i32.const 0))
    (if (i32.eq (local.get $state) (i32.const 1)) (then (call $fill_up (i32.const 0))))
    (if (i32.eq (local.get $state) (i32.const 2)) (then (call $fill_up (i32.const 256))))
    (if (i32.eq (local.get $state) (i32.const 3)) (then (call $fragment)))
    (call $start_schedule)
    (call $publish))

  ;; One pointer-free block that leaves so many bytes (a multiple of 8) up to the limit.
  (func $fill_up (param $left i32)
    (call $grant (i32.add (local.get $left) (i32.const 8)))
    (call $shadow_push
      (call $allocate
        (i32.sub
          (i32.and (i32.sub (global.get $limit) (global.get $heap_ptr)) (i32.const -8))
          (i32.add (local.get $left) (i32.const 4)))
        (i32.const 1))))

  ;; Room for so many bytes without a collection.
  (func $grant (param $bytes i32)
    (if (call $short_of (local.get $bytes))
      (then
        (if
          (i32.eqz
            (call $raise_limit
              (i32.sub (i32.add (global.get $heap_ptr) (local.get $bytes)) (global.get $limit))))
          (then (call $fail (global.get $MEMORY)))))))

  ;; 24 pairs of blocks of 8 to 64 bytes; an array keeps the second of each pair. 24 * 2 * 72 bytes hold them all.
  (func $fragment
    (local $array i32)
    (local $place i32)
    (local $bytes i32)
    (call $grant (i32.const 3584))
    (local.set $array (call $allocate (i32.const 96) (i32.const 0)))
    (call $shadow_push (local.get $array))
    (loop $next
      (local.set $bytes
        (i32.shl
          (i32.add
            (i32.and (i32.mul (local.get $place) (i32.const 3)) (i32.const 7))
            (i32.const 1))
          (i32.const 3)))
      (drop (call $allocate (local.get $bytes) (i32.const 0)))
      (i32.store
        (i32.add (local.get $array) (i32.shl (local.get $place) (i32.const 2)))
        (call $allocate (local.get $bytes) (i32.const 0)))
      (local.set $place (i32.add (local.get $place) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $place) (i32.const 24))))
    (call $collect))
)
