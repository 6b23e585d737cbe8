;; Shadow stack and wrap table. Part of heap.wat's module.

  ;; Slots past the limit: none in `vera`; in `hardened` they go to `spill`, while gc_sp counts on.
  (func $shadow_push (export "shadow_push") (param $pointer i32)
    (if (i32.ge_u (global.get $gc_sp) (global.get $shadow_end)) (then (call $spill (local.get $pointer)) (return)))
    (i32.store (global.get $gc_sp) (local.get $pointer))
    (global.set $gc_sp (i32.add (global.get $gc_sp) (i32.const 4))))

  (func $spill (param $pointer i32)
    (local $at i32)
    (if (i32.eqz (global.get $hardened)) (then (call $fail (global.get $SHADOW_STACK))))
    ;; seen: shadow.spill
    (local.set $at (i32.sub (global.get $gc_sp) (global.get $shadow_end)))
    (if (i32.ge_u (local.get $at) (i32.shl (memory.size $spill) (i32.const 16)))
      (then
        ;; survives "i32.lt_s became le_s", "0 became 1": growing says how many pages there were, which is one at least,
        ;;   or -1
        (if (i32.lt_s (memory.grow $spill (memory.size $spill)) (i32.const 0))
          ;; survives "(call $fail (global.get $SHADOW_STACK)) is missing": the engine refuses no memory below 4 GiB
          (then (call $fail (global.get $SHADOW_STACK))))
        ;; seen: shadow.spill-grow
        ;; survives "(call $publish_sizes) is missing": the host looks at sizes only where $publish has just said them
        ;;   too: each of its calls ends with it, and collections and host functions begin with it
        (call $publish_sizes)))
    (i32.store $spill (local.get $at) (local.get $pointer))
    (global.set $gc_sp (i32.add (global.get $gc_sp) (i32.const 4))))

  ;; Another pointer in a slot that was pushed, wherever it lies.
  (func (export "set_slot") (param $at i32) (param $pointer i32)
    (if (i32.ge_u (local.get $at) (global.get $shadow_end))
      (then (i32.store $spill (i32.sub (local.get $at) (global.get $shadow_end)) (local.get $pointer)) (return)))
    (i32.store (local.get $at) (local.get $pointer)))

  (func $slot (param $at i32) (result i32)
    (if (i32.ge_u (local.get $at) (global.get $shadow_end))
      (then (return (i32.load $spill (i32.sub (local.get $at) (global.get $shadow_end))))))
    (i32.load (local.get $at)))

  ;; An entry: wrapper, kind, raw handle, 0 (1 while it has been asked: see $trace_wrappers). The table is not a root;
  ;; the slow path roots the wrapper itself.
  (func $register_wrapper (export "register_wrapper") (param $pointer i32) (param $kind i32) (param $handle i32)
    (local $sp i32)
    (if (i32.ge_u (global.get $wrap_ptr) (global.get $gc_heap_start))
      (then
        ;; seen: wrap.full
        (local.set $sp (global.get $gc_sp))
        (call $shadow_push (local.get $pointer))
        (call $collect_idle)
        (global.set $gc_sp (local.get $sp))
        (if (i32.ge_u (global.get $wrap_ptr) (global.get $gc_heap_start))
          (then (call $fail (global.get $WRAP_TABLE))))))
    (i32.store (global.get $wrap_ptr) (local.get $pointer))
    (i32.store offset=4 (global.get $wrap_ptr) (local.get $kind))
    (i32.store offset=8 (global.get $wrap_ptr) (local.get $handle))
    ;; survives "(i32.store offset=12 (global.get $wrap_pt... is missing", "0 became 1", "0 became -1" unless $traced:
    ;;   only $trace_wrappers reads it
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
          (if (call $is_marked (i32.load (local.get $from)))
            (then
              ;; seen: wrap.live
              (if (i32.ne (local.get $from) (local.get $to))
                (then
                  ;; seen: wrap.moved
                ))
              (i64.store (local.get $to) (i64.load (local.get $from)))
              (i32.store offset=8 (local.get $to) (i32.load offset=8 (local.get $from)))
              ;; survives "(i32.store offset=12 (local.get $to) (i32... is missing", "0 became 1", "0 became -1" unless
              ;;   $traced: only $trace_wrappers reads it
              (i32.store offset=12 (local.get $to) (i32.const 0))
              (local.set $to (i32.add (local.get $to) (i32.const 16))))
            (else
              ;; seen: wrap.dead
              (call $host_decref_handle (i32.load offset=4 (local.get $from)) (i32.load offset=8 (local.get $from)))
            ))
          (local.set $from (i32.add (local.get $from) (i32.const 16)))
          (br $walk))))
    (global.set $wrap_ptr (local.get $to)))

  ;; What a host value points to, the host alone knows: it is asked once for every marked wrapper. What it names may
  ;; reach further wrappers, so the walk repeats until it finds none to ask; newest first, because containers hold
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

  ;; Marks from a number of words behind the schedule's points, each as if it were a root.
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
