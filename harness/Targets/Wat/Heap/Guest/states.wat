;; Heap states to start from: 0 empty, 1 full, 2 almost full, 3 fragmented. Part of heap.wat's module.

  ;; What it pushes stays rooted. Allocations count from here; nothing is forced before.
  ;; survives "all, at every 32nd allocation": a heap is prepared right after $reset, so there has been no allocation,
  ;;   or one, or the 49 of $fragment; $start_schedule makes them none
  (func (export "prepare") (param $state i32)
    ;; survives "0 became -1": no allocation has this number either
    (global.set $next_forced (i32.const 0))
    (if (i32.eq (local.get $state) (i32.const 1)) (then (call $fill_up (i32.const 0))))
    (if (i32.eq (local.get $state) (i32.const 2)) (then (call $fill_up (i32.const 256))))
    (if (i32.eq (local.get $state) (i32.const 3)) (then (call $fragment)))
    (call $start_schedule)
    (call $publish))

  ;; One pointer-free block that leaves these bytes (a multiple of 8) up to the limit.
  ;; survives "all, at every 32nd allocation": a heap is prepared right after $reset
  (func $fill_up (param $left i32)
    (call $grant (i32.add (local.get $left) (i32.const 8)))
    (call $shadow_push
      (call $allocate
        (i32.sub
          (i32.and (i32.sub (global.get $limit) (global.get $heap_ptr)) (i32.const -8))
          (i32.add (local.get $left) (i32.const 4)))
        (i32.const 1))))

  ;; Room for these bytes without a collection.
  ;; survives "all, at every 32nd allocation": a heap is prepared right after $reset
  (func $grant (param $bytes i32)
    (if (call $short_of (local.get $bytes))
      (then
        (if
          (i32.eqz
            (call $raise_limit
              (i32.sub (i32.add (global.get $heap_ptr) (local.get $bytes)) (global.get $limit))))
          ;; survives "(call $fail (global.get $MEMORY)) is missing": what is allocated next finds no room either
          (then (call $fail (global.get $MEMORY)))))))

  ;; 24 pairs of blocks of 8 to 64 bytes; an array keeps the second of each pair. 24 * 2 * 72 bytes hold them all.
  ;; survives "all, in blocks of 1000 bytes and more": it makes none of them
  (func $fragment
    (local $array i32)
    (local $place i32)
    (local $bytes i32)
    (call $grant (i32.const 3584))
    ;; survives "(local.set $array (call $allocate (i32.co... is missing, at every 32nd allocation",
    ;;   "96 became 97, at every 32nd allocation", "96 became 95, at every 32nd allocation",
    ;;   "0 became 1, at every 32nd allocation", "0 became -1, at every 32nd allocation": this is the first allocation
    ;; survives "96 became 95", "96 became 97": the block takes as many granules
    (local.set $array (call $allocate (i32.const 96) (i32.const 0)))
    (call $shadow_push (local.get $array))
    (loop $next
      (local.set $bytes
        (i32.shl
          (i32.add
            (i32.and (i32.mul (local.get $place) (i32.const 3)) (i32.const 7))
            (i32.const 1))
          (i32.const 3)))
      ;; survives "0 became 1", "0 became -1": nothing leads to this block, so it is never scanned, and what it was made
      ;;   as is forgotten when it is swept
      (drop (call $allocate (local.get $bytes) (i32.const 0)))
      (i32.store
        ;; survives "i32.add became sub, at every 32nd allocation", "i32.shl became shr_u, at every 32nd allocation",
        ;;   "2 became 1, at every 32nd allocation", "2 became 3, at every 32nd allocation": it is looked at when the
        ;;   number of allocations is even
        (i32.add (local.get $array) (i32.shl (local.get $place) (i32.const 2)))
        ;; survives "0 became 1", "0 became -1": nothing is ever written to these blocks: there is no pointer in them to
        ;;   scan for
        (call $allocate (local.get $bytes) (i32.const 0)))
      (local.set $place (i32.add (local.get $place) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $place) (i32.const 24))))
    (call $collect_idle))
