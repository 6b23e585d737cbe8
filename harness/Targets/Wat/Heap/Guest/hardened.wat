;; Collector 1, `hardened`: keeps the block format, but validates pointers, marks outside payloads, does not scan
;; pointer-free blocks, never loses a block to a full table, splits free blocks and merges neighbours. Its free lists
;; are in bins.wat. Part of heap.wat's module.

  (func $mark_hardened
    (call $clear_hardened)
    (call $seed_hardened)
    (call $finish_hardened))

  ;; Scans what found no place on the worklist, until nothing is pending.
  (func $finish_hardened
    (loop $again
      (if (global.get $pending)
        (then
          ;; seen: mark.rescan
          (global.set $pending (i32.const 0))
          (call $rescan)
          (br $again)))))

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

  ;; What follows runs for every root and every live word at each collection, most of all when every allocation
  ;; collects: small functions are written out there.

  ;; Each root is traced before the next is read: the worklist stays short.
  (func $seed_hardened
    (local $at i32)
    (local.set $at (global.get $gc_stack_base))
    (global.set $worklist_ptr (global.get $gc_stack_limit))
    (loop $walk
      (if (i32.lt_u (local.get $at) (global.get $gc_sp))
        (then
          (call $reach (call $slot (local.get $at)))
          ;; survives "i32.gt_u became ge_u", "(i32.gt_u (global.get $worklist_ptr) (glo... is always true":
          ;;   $trace_hardened asks the same before it does anything
          (if (i32.gt_u (global.get $worklist_ptr) (global.get $gc_stack_limit)) (then (call $trace_hardened)))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (br $walk))))
  )

  ;; A word is a pointer only if a block starts there that is not free. It is marked when it is reached, so nothing is
  ;; pushed twice; what does not fit on the worklist is marked pending.
  (func $reach (param $word i32)
    (local $offset i32)
    (local.set $offset (i32.sub (local.get $word) (global.get $gc_heap_start)))
    ;; survives "i32.sub became add": a filter before an exact test: roots lie below the heap, or are addresses of
    ;;   blocks
    (if (i32.ge_u (local.get $offset) (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start))) (then (return)))
    (if (i32.ne (i32.and (local.get $offset) (i32.const 7)) (i32.const 4)) (then (return)))
    (call $reach_candidate (local.get $word) (i32.shr_u (local.get $offset) (i32.const 3))))

  (func $reach_candidate (param $word i32) (param $granule i32)
    (local $bits i32)
    (local.set $bits (i32.load8_u $map (local.get $granule)))
    (if (i32.ne (i32.and (local.get $bits) (i32.const 19)) (global.get $START)) (then (return)))
    (local.set $bits (i32.or (local.get $bits) (global.get $MARK)))
    (i32.store8 $map (local.get $granule) (local.get $bits))
    (if (i32.and (local.get $bits) (global.get $POINTER_FREE)) (then (return)))
    (if (i32.ge_u (global.get $worklist_ptr) (global.get $gc_worklist_end))
      (then
        (call $postpone (local.get $granule) (local.get $bits))
        (return)))
    (i32.store (global.get $worklist_ptr) (local.get $word))
    (global.set $worklist_ptr (i32.add (global.get $worklist_ptr) (i32.const 4))))

  (func $postpone (param $granule i32) (param $bits i32)
    ;; seen: mark.postpone
    (i32.store8 $map (local.get $granule) (i32.or (local.get $bits) (global.get $PENDING)))
    (global.set $pending (i32.const 1))
  )

  (func $trace_hardened
    (loop $next
      (if (i32.gt_u (global.get $worklist_ptr) (global.get $gc_stack_limit))
        (then
          (global.set $worklist_ptr (i32.sub (global.get $worklist_ptr) (i32.const 4)))
          (call $scan_hardened (i32.load (global.get $worklist_ptr)))
          ;; high: (global.get $worklist_ptr)
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
    (local.set $end
      (i32.add
        (local.get $block)
        (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1))))
    (block $done
      (loop $walk
        ;; survives "i32.ge_u became gt_u", "(i32.ge_u (local.get $at) (local.get $fou... is never true",
        ;;   "(i32.ge_u (local.get $at) (local.get $fou... is always true": where four words are looked at together is a
        ;;   matter of speed: words that are not passed over four at a time are looked at one by one, with the same
        ;;   outcome
        (if (i32.ge_u (local.get $at) (local.get $four_end))
          (then
            (local.set $four_end (i32.add (local.get $at) (i32.const 16)))
            ;; survives "i32.le_u became lt_u", "(i32.le_u (local.get $four_end) (local.ge... is never true": words that
            ;;   are not passed over four at a time are looked at one by one, with the same outcome
            (if (i32.le_u (local.get $four_end) (local.get $end))
              (then
                (if
                  (i32.eqz
                    (v128.any_true
                      (i32x4.lt_u
                        (i32x4.sub (v128.load (local.get $at)) (i32x4.splat (local.get $first)))
                        (i32x4.splat (local.get $span)))))
                  (then
                    ;; survives "(local.set $at (local.get $four_end)) is missing": words that are not passed over four
                    ;;   at a time are looked at one by one, with the same outcome
                    (local.set $at (local.get $four_end))
                    ;; survives "(br $walk) is missing": the next word is looked at by itself, like the first of any
                    ;;   four of which one may be an address
                    (br $walk)))))))
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $word (i32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (local.set $offset (i32.sub (local.get $word) (local.get $first)))
        (br_if $walk (i32.ge_u (local.get $offset) (local.get $span)))
        (br_if $walk (i32.and (local.get $offset) (i32.const 7)))
        (local.set $offset (i32.shr_u (local.get $offset) (i32.const 3)))
        ;; survives "(br_if $walk (i32.and (i32.load8_u $map (... is missing": $reach_candidate asks the same before
        ;;   it does anything
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
    (call $empty_bins)
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
              ;; survives "(local.set $at (i32.add (local.get $at) (... is missing", "1 became 0": the block is looked
              ;;   at once more, now outside of a run, where what is marked is passed over
              (local.set $at (i32.add (local.get $at) (i32.const 1))))
            (else
              (local.set $stride (call $stride_of (i32.add (local.get $header) (i32.const 4))))
              (local.set $run
                (call $free_block (local.get $header) (local.get $stride) (local.get $at) (local.get $run)))
              (local.set $at (i32.add (local.get $at) (i32.shr_u (local.get $stride) (i32.const 3))))))
          (br $walk))))
    (if (local.get $run)
      (then
        ;; seen: heap.tail-free
        (call $end_run (local.get $run) (global.get $heap_ptr)))))

  ;; Adds a dead block to the run before it, or begins one; the header that the run begins with.
  (func $free_block (param $header i32) (param $stride i32) (param $granule i32) (param $run i32) (result i32)
    (if (global.get $poison)
      (then
        (if (i32.eqz (i32.and (i32.load8_u $map (local.get $granule)) (global.get $FREE)))
          (then (call $spoil (i32.add (local.get $header) (i32.const 4)) (local.get $stride))))))
    (if (i32.eqz (local.get $run)) (then (return (local.get $header))))
    (call $merge (local.get $header) (local.get $granule))
    (local.get $run))

  ;; A free run goes from one header to the next live one, or to the heap's end.
  (func $end_run (param $run i32) (param $end i32)
    (global.set $free_bytes (i32.add (global.get $free_bytes) (i32.sub (local.get $end) (local.get $run))))
    (call $put_free (i32.add (local.get $run) (i32.const 4)) (i32.sub (local.get $end) (local.get $run))))

  ;; A dead block behind another is no block of its own any more.
  (func $merge (param $header i32) (param $granule i32)
    ;; seen: heap.merge
    (i32.store8 $map (local.get $granule) (i32.const 0))
    (if (global.get $poison)
      (then (i64.store (local.get $header) (i64.const 0xF5F5F5F5F5F5F5F5)))))
