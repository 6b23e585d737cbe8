;; The heap of Vera.GcStress: what all its parts share. They are loaded into this module one after the other:
;; allocation, roots (shadow stack and wrap table), states to start from, and the two collectors: vera, and hardened
;; with its bins.
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
(module
  (import "vera" "host_decref_handle" (func $host_decref_handle (param $kind i32) (param $handle i32)))
  (import "gcstress" "collecting" (func $collecting))
  (import "gcstress" "collected" (func $collected))
  (import "gcstress" "pointers_behind" (func $pointers_behind (param $kind i32) (param $handle i32) (result i32)))

  ;; What a Vera program sees. 1 MiB from the start, so that small heaps never grow physically: fresh pages are slow.
  ;; Some cases begin with less of this and of the map: see HeapModule.cs.
  (memory $memory (export "memory") 16)
  ;; Hardened: one byte a granule (8 bytes of heap), its bits below.
  (memory $map (export "map") 4)
  ;; The host's desk: a status block, the log of forced collections, the schedule's points.
  (memory $plan (export "plan") 1)
  ;; Hardened: shadow-stack slots past the limit. At most 4 Mi roots.
  (memory $spill (export "spill") 1 256)
  ;; How often a run showed each feature; `;; seen:` and `;; high:` lines count (see HeapProbes.cs).
  (memory $seen (export "seen") 1)

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

  ;; Where things lie in `plan`: sixteen status words from 0 (see $reset and $publish), the first free block of each
  ;; bin, the log, the points, the host's answer to pointers_behind.
  (global $plan_bins (export "plan_bins") i32 (i32.const 64))
  (global $plan_bins_max (export "plan_bins_max") i32 (i32.const 108))
  (global $plan_log (export "plan_log") i32 (i32.const 512))
  (global $plan_log_max (export "plan_log_max") i32 (i32.const 4096))
  (global $plan_points (export "plan_points") i32 (i32.const 16896))

  ;; Geometry.
  (global $gc_stack_base (export "gc_stack_base") (mut i32) (i32.const 0))
  (global $gc_stack_limit (export "gc_stack_limit") (mut i32) (i32.const 0)) ;; also where the worklist starts
  (global $shadow_end (mut i32) (i32.const 0)) ;; where pushes spill from: the stack's limit
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

  ;; Makes the instance behave like a fresh one, if its host has made `memory` and `map` zero: all of them, since a
  ;; broken run may have written anywhere, and the next one must not see that.
  (func $reset (export "reset")
    (param $data_bytes i32) (param $shadow_bytes i32) (param $worklist_bytes i32) (param $wrap_bytes i32)
    (param $page_bytes i32) (param $initial_limit i32) (param $memory_max i32)
    (param $hardened i32) (param $poison i32) (param $hooks i32) (param $traced i32)
    (param $interval i32) (param $points i32) (param $ceiling i32)
    ;; survives "(memory.fill $seen (i32.const 0) (i32.con... is missing", "0 became 1", "2048 became 2049", "2048
    ;;   became 2047", "0 became 1, place 2", "0 became -1, place 2": these are counts of what was seen; nothing that
    ;;   runs reads them
    (memory.fill $seen (i32.const 0) (i32.const 0) (i32.const 2048))
    (global.set $gc_stack_base (local.get $data_bytes))
    (global.set $gc_stack_limit (i32.add (global.get $gc_stack_base) (local.get $shadow_bytes)))
    (global.set $shadow_end (global.get $gc_stack_limit))
    (global.set $gc_worklist_end (i32.add (global.get $gc_stack_limit) (local.get $worklist_bytes)))
    (global.set $gc_heap_start (i32.add (global.get $gc_worklist_end) (local.get $wrap_bytes)))
    (global.set $page_bytes (local.get $page_bytes))
    (global.set $memory_max (local.get $memory_max))
    (global.set $ceiling (local.get $ceiling))
    ;; survives "(global.set $hardened (local.get $hardened)) is missing, at every 32nd allocation": it is the same in
    ;;   all runs of an instance
    (global.set $hardened (local.get $hardened))
    ;; survives "(global.set $poison (local.get $poison)) is missing, at every 32nd allocation": it is the same in all
    ;;   runs of an instance
    (global.set $poison (local.get $poison))
    ;; survives "(global.set $hooks (local.get $hooks)) is missing, at every 32nd allocation": it is the same in all
    ;;   runs of an instance
    (global.set $hooks (local.get $hooks))
    ;; survives "(global.set $traced (local.get $traced)) is missing, at every 32nd allocation": it is the same in all
    ;;   runs of an instance
    (global.set $traced (local.get $traced))
    (global.set $interval (local.get $interval))
    (global.set $points (local.get $points))
    (global.set $heap_ptr (global.get $gc_heap_start))
    (global.set $limit (local.get $initial_limit))
    (global.set $gc_sp (global.get $gc_stack_base))
    ;; survives "0 became 1", "0 became -1", "(global.set $gc_free_head (i32.const 0)) is missing" if $hardened: only
    ;;   Vera's collector has a single list
    (global.set $gc_free_head (i32.const 0))
    (call $empty_bins)
    ;; survives "(global.set $worklist_ptr (global.get $gc... is missing": marking leaves the worklist empty
    (global.set $worklist_ptr (global.get $gc_stack_limit))
    (global.set $wrap_ptr (global.get $gc_worklist_end))
    ;; survives "0 became 1", "0 became -1", "(global.set $pending (i32.const 0)) is missing": the first collection
    ;;   looks through the map for blocks that are pending once more, and $clear_hardened has left none
    (global.set $pending (i32.const 0))
    (global.set $since (i32.const 0))
    (global.set $collections (i32.const 0))
    ;; survives "(global.set $trap_reason (i32.const 0)) is missing", "0 became 1", "0 became -1": it says why a run
    ;;   ended, and the instance of a run that ended so is not used again
    (global.set $trap_reason (i32.const 0))
    (i32.store $plan (i32.const 40) (global.get $shadow_end))
    ;; survives "44 became 43": it clears the topmost byte of the word before this one and leaves that of this one; both
    ;;   are 0, as the shadow stack ends below 2^24 and this word is 0 or 1
    (i32.store $plan (i32.const 44) (i32.const 0))
    (i32.store $plan (i32.const 48) (i32.const 0))
    (call $start_schedule)
    ;; The tables are there from the start, wherever the limit is: the host writes to them directly.
    ;; survives "eqz became its opposite, at every 32nd allocation", "(i32.eqz (call $back (global.get $gc_heap... is
    ;;   always true, at every 32nd allocation": $allocations is 0 here
    (if (i32.eqz (call $back (global.get $gc_heap_start))) (then (call $fail (global.get $MEMORY))))
    ;; survives "eqz became its opposite, at every 32nd allocation",
    ;;   "(i32.eqz (call $back (global.get $limit))) is always true, at every 32nd allocation": $allocations is 0 here
    (if (i32.eqz (call $back (global.get $limit))) (then (call $fail (global.get $MEMORY))))
    ;; survives "(call $publish) is missing, at every 32nd allocation": $allocations is 0 here
    (call $publish))

  ;; Writes the status block, so that the host reads numbers without calling.
  (func $publish (export "publish")
    (call $publish_sizes)
    (i32.store $plan (i32.const 16) (global.get $heap_ptr))
    (i32.store $plan (i32.const 20) (global.get $gc_sp))
    ;; survives "24 became 25" if $hardened: this one is 0, and what it spoils is written next
    (i32.store $plan (i32.const 24) (global.get $gc_free_head))
    (i32.store $plan (i32.const 28) (global.get $allocations))
    (i32.store $plan (i32.const 32) (global.get $collections))
    (i32.store $plan (i32.const 36) (global.get $forced))
    (i64.store $plan (i32.const 56) (global.get $allocated)))

  ;; The sizes are published whenever they change: the host's windows on memory depend on them.
  (func $publish_sizes
    (i32.store $plan (i32.const 0) (memory.size $memory))
    (i32.store $plan (i32.const 4) (memory.size $map))
    (i32.store $plan (i32.const 8) (memory.size $spill))
    (i32.store $plan (i32.const 12) (global.get $limit)))

  ;; A block of this many bytes in all has no place.
  (func $no_room (param $reason i32) (param $total i32)
    ;; survives "48 became 49", "(i32.store $plan (i32.const 48) (local.ge... is missing": the host learns of a larger
    ;;   block, or of none, that has no place, and does not see a heap that gives up too soon; this one does not
    (i32.store $plan (i32.const 48) (local.get $total))
    (call $publish)
    (call $fail (local.get $reason)))

  (func $fail (param $reason i32)
    (global.set $trap_reason (local.get $reason))
    (unreachable))

  ;; ---------------------------------------------------------------------------------------------------------------
  ;; Schedule: collections that the case asks for

  (func $start_schedule
    (global.set $allocations (i32.const 0))
    ;; survives "0 became 1", "0 became -1", "(global.set $allocated (i64.const 0)) is missing": the host takes the
    ;;   difference of two of its values
    (global.set $allocated (i64.const 0))
    (global.set $forced (i32.const 0))
    ;; survives "(global.set $next_point (i32.const 0)) is missing, at every 32nd allocation",
    ;;   "0 became 1, at every 32nd allocation", "0 became -1, at every 32nd allocation": $allocations is 0 here
    (global.set $next_point (i32.const 0))
    ;; survives "0 became 1, at every 32nd allocation", "0 became -1, at every 32nd allocation",
    ;;   "(global.set $next_forced (i32.const 0)) is missing, at every 32nd allocation": $allocations is 0 here
    (global.set $next_forced (i32.const 0))
    ;; survives "(call $plan_next) is missing, at every 32nd allocation": $allocations is 0 here
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
    ;; seen: heap.forced
    (call $plan_next)
    (call $collect))

  ;; ---------------------------------------------------------------------------------------------------------------
  ;; Collection

  ;; survives "all, always", "all, at every 32nd allocation": linked modules call it, and the host has collect_at
  (func (export "gc_collect") (call $collect_idle))

  (func (export "collect_at") (param $sp i32)
    (global.set $gc_sp (local.get $sp))
    (call $collect_idle)
    (call $publish))

  ;; A collection that no allocation waits for: the host counts blocks, and that one has its own to come.
  (func $collect_idle
    ;; survives "1 became 2": the host asks only whether it is 0
    (i32.store $plan (i32.const 44) (i32.const 1))
    (call $collect)
    (i32.store $plan (i32.const 44) (i32.const 0)))

  (func $collect
    (global.set $collections (i32.add (global.get $collections) (i32.const 1)))
    (if (global.get $hooks) (then (call $publish) (call $collecting)))
    (if (global.get $hardened) (then (call $mark_hardened)) (else (call $mark_vera)))
    (if (global.get $traced) (then (call $trace_wrappers)))
    (call $sweep_wrappers)
    (if (global.get $hardened) (then (call $sweep_hardened)) (else (call $sweep_vera)))
    (if (global.get $hooks) (then (call $publish) (call $collected))))

  ;; Stress runs: what a stale pointer reads is wrong at once. Payload word 0 is the link.
  (func $spoil (param $block i32) (param $stride i32)
    ;; survives "8 became 9", "8 became 7", "i32.gt_u became ge_u": strides are multiples of 8, and a block of 8 bytes
    ;;   has nothing to fill
    (if (i32.gt_u (local.get $stride) (i32.const 8))
      (then
        (memory.fill $memory
          (i32.add (local.get $block) (i32.const 4))
          (i32.const 0xF5)
          (i32.sub (local.get $stride) (i32.const 8))))))
)
