;; Collector 0, `vera`: follows Vera's own runtime predicate for predicate. Part of heap.wat's module.

  ;; First fit. The whole block is given away and keeps its size: nothing is split.
  (func $take_vera (param $size i32) (result i32)
    (local $previous i32)
    (local $block i32)
    (local $bytes i32)
    (local.set $block (global.get $gc_free_head))
    (loop $walk
      (if (i32.eqz (local.get $block)) (then (return (i32.const 0))))
      (local.set $bytes (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1)))
      (if (i32.lt_u (local.get $bytes) (local.get $size))
        (then
          (local.set $previous (local.get $block))
          (local.set $block (i32.load (local.get $block)))
          (br $walk))))
    (if (local.get $previous)
      (then (i32.store (local.get $previous) (i32.load (local.get $block))))
      (else (global.set $gc_free_head (i32.load (local.get $block)))))
    (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.shl (local.get $bytes) (i32.const 1)))
    (local.get $block))

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

  (func $mark_vera
    (call $clear_vera)
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
      (if (i32.lt_u (local.get $at) (global.get $gc_sp))
        (then
          (local.set $word (i32.load (local.get $at)))
          (if (call $is_candidate (local.get $word)) (then (call $push_vera (local.get $word))))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (br $walk))))
  )

  (func $push_vera (param $block i32)
    (if (call $work_full) (then (call $fail (global.get $WORKLIST))))
    (call $push_work (local.get $block)))

  ;; One more root, once marking is done. A mark test, as in Phase 2b: a block's words are scanned once.
  (func $mark_from_vera (param $word i32)
    (if (i32.eqz (call $is_candidate (local.get $word))) (then (return)))
    (if (i32.and (i32.load (i32.sub (local.get $word) (i32.const 4))) (i32.const 1)) (then (return)))
    (call $push_vera (local.get $word))
    (call $trace_vera))

  ;; Phase 2b. A word that passes for a pointer is one: nothing checks that a block starts there, so the mark may land
  ;; in a program's data. That is Vera's behaviour, kept.
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
          (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.or (local.get $header) (i32.const 1)))
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
    (local.set $end (i32.add (local.get $block) (local.get $bytes)))
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
    (global.set $gc_free_head (i32.const 0))
    (local.set $at (global.get $gc_heap_start))
    (local.set $end (global.get $heap_ptr))
    (loop $walk
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (local.set $block (i32.add (local.get $at) (i32.const 4)))
          (local.set $header (i32.load (local.get $at)))
          (local.set $stride (i32.shr_u (local.get $header) (i32.const 1)))
          (local.set $stride (i32.and (i32.add (local.get $stride) (i32.const 11)) (i32.const -8)))
          (local.set $at (i32.add (local.get $at) (local.get $stride)))
          (br_if $walk (i32.and (local.get $header) (i32.const 1)))
          ;; Blocks that were free before are spoiled again: telling them apart would cost more than the filling does.
          (if (global.get $poison) (then (call $spoil (local.get $block) (local.get $stride))))
          (i32.store (local.get $block) (global.get $gc_free_head))
          (global.set $gc_free_head (local.get $block))
          (br $walk)))))
