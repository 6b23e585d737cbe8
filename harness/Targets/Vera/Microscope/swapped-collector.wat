  ;; The collector that takes nothing for a block but a block: where one starts is noted before anything is marked, in
  ;; a memory of its own, and what waits to be scanned is in another one that grows. Names in braces are the module's.
  (memory $gcstress.starts 1)
  (memory $gcstress.list 1)
  (global $gcstress.top (mut i32) (i32.const 0))
  (func $gcstress.hardened
    (local $slot i32)
    (call $gcstress.note_starts)
    (local.set $slot (global.get {stack_base}))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $slot) (global.get {sp})))
        (call $gcstress.reach (i32.load (local.get $slot)))
        (local.set $slot (i32.add (local.get $slot) (i32.const 4)))
        (br $next)))
    (call $gcstress.drain)
    {wrappers}
    (call $gcstress.sweep))

  (func $gcstress.header (param $block i32) (result i32)
    (i32.load (i32.sub (local.get $block) (i32.const 4))))
  (func $gcstress.after (param $block i32) (result i32)
    (i32.add
      (local.get $block)
      (i32.and
        (i32.add (i32.shr_u (call $gcstress.header (local.get $block)) (i32.const 1)) (i32.const 11))
        (i32.const -8))))
  (func $gcstress.heap_bytes (result i32)
    (i32.sub (global.get {heap_ptr}) (global.get {heap_start})))

  ;; Clears all marks, and sets one bit for each granule of eight bytes at which a block starts.
  (func $gcstress.note_starts
    (local $block i32) (local $end i32) (local $granule i32) (local $bytes i32)
    (local.set $bytes (i32.add (i32.shr_u (call $gcstress.heap_bytes) (i32.const 6)) (i32.const 1)))
    (block $large_enough
      (loop $more
        (br_if $large_enough
          (i32.ge_u (i32.shl (memory.size $gcstress.starts) (i32.const 16)) (local.get $bytes)))
        (if (i32.eq (memory.grow $gcstress.starts (i32.const 1)) (i32.const -1)) (then (unreachable)))
        (br $more)))
    (memory.fill $gcstress.starts (i32.const 0) (i32.const 0) (local.get $bytes))
    (local.set $block (i32.add (global.get {heap_start}) (i32.const 4)))
    (local.set $end (global.get {heap_ptr}))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $block) (local.get $end)))
        (i32.store
          (i32.sub (local.get $block) (i32.const 4))
          (i32.and (call $gcstress.header (local.get $block)) (i32.const -2)))
        (local.set $granule (call $gcstress.granule (local.get $block)))
        (i32.store8 $gcstress.starts
          (i32.shr_u (local.get $granule) (i32.const 3))
          (i32.or
            (i32.load8_u $gcstress.starts (i32.shr_u (local.get $granule) (i32.const 3)))
            (i32.shl (i32.const 1) (i32.and (local.get $granule) (i32.const 7)))))
        (local.set $block (call $gcstress.after (local.get $block)))
        (br $next))))
  (func $gcstress.granule (param $block i32) (result i32)
    (i32.shr_u (i32.sub (i32.sub (local.get $block) (i32.const 4)) (global.get {heap_start})) (i32.const 3)))
  (func $gcstress.is_block (param $word i32) (result i32)
    (local $offset i32)
    (local.set $offset (i32.sub (i32.sub (local.get $word) (i32.const 4)) (global.get {heap_start})))
    (if (i32.ge_u (local.get $offset) (call $gcstress.heap_bytes)) (then (return (i32.const 0))))
    (if (i32.and (local.get $offset) (i32.const 7)) (then (return (i32.const 0))))
    (i32.and
      (i32.shr_u
        (i32.load8_u $gcstress.starts (i32.shr_u (local.get $offset) (i32.const 6)))
        (i32.and (i32.shr_u (local.get $offset) (i32.const 3)) (i32.const 7)))
      (i32.const 1)))

  ;; Marks a block that a word leads to, and has it scanned.
  (func $gcstress.reach (param $word i32)
    (local $header i32)
    (if (i32.eqz (call $gcstress.is_block (local.get $word))) (then (return)))
    (local.set $header (call $gcstress.header (local.get $word)))
    (if (i32.and (local.get $header) (i32.const 1)) (then (return)))
    (i32.store (i32.sub (local.get $word) (i32.const 4)) (i32.or (local.get $header) (i32.const 1)))
    (if (i32.ge_u (global.get $gcstress.top) (i32.shl (memory.size $gcstress.list) (i32.const 16)))
      (then
        (if (i32.eq (memory.grow $gcstress.list (i32.const 1)) (i32.const -1)) (then (unreachable)))))
    (i32.store $gcstress.list (global.get $gcstress.top) (local.get $word))
    (global.set $gcstress.top (i32.add (global.get $gcstress.top) (i32.const 4))))
  (func $gcstress.drain
    (local $block i32) (local $at i32) (local $last i32)
    (block $empty
      (loop $next
        (br_if $empty (i32.eqz (global.get $gcstress.top)))
        (global.set $gcstress.top (i32.sub (global.get $gcstress.top) (i32.const 4)))
        (local.set $block (i32.load $gcstress.list (global.get $gcstress.top)))
        (local.set $at (local.get $block))
        (local.set $last
          (i32.add
            (local.get $block)
            (i32.and (i32.shr_u (call $gcstress.header (local.get $block)) (i32.const 1)) (i32.const -4))))
        (block $scanned
          (loop $word
            (br_if $scanned (i32.ge_u (local.get $at) (local.get $last)))
            (call $gcstress.reach (i32.load (local.get $at)))
            (local.set $at (i32.add (local.get $at) (i32.const 4)))
            (br $word)))
        (br $next))))

  ;; Links what is not marked, from the lowest address up.
  (func $gcstress.sweep
    (local $block i32) (local $free i32) (local $end i32)
    (local.set $block (i32.add (global.get {heap_start}) (i32.const 4)))
    (local.set $end (global.get {heap_ptr}))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $block) (local.get $end)))
        (if (i32.eqz (i32.and (call $gcstress.header (local.get $block)) (i32.const 1)))
          (then
            (i32.store (local.get $block) (local.get $free))
            (local.set $free (local.get $block))))
        (local.set $block (call $gcstress.after (local.get $block)))
        (br $next)))
    (global.set {free_head} (local.get $free)))
