(module
  ;; A collector in small, with the layout and the names that Vera's modules have, and a program on it.
  (import "vera" "print" (func $vera.print (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "(func $alloc \" (; $gc_collect ;;")
  (global $heap_ptr (export "heap_ptr") (mut i32) (i32.const 176))
  (global $gc_sp (export "gc_sp") (mut i32) (i32.const 48))
  (global $gc_stack_base i32 (i32.const 48))
  (global $gc_stack_limit i32 (i32.const 112))
  (global $gc_heap_start i32 (i32.const 176))
  (global $gc_free_head (mut i32) (i32.const 0))
  (func $alloc (param $size i32) (result i32)
    (local $block i32)
    (local.set $block (global.get $gc_free_head))
    (if (local.get $block)
      (then
        (if (i32.ge_u (call $size_of (local.get $block)) (local.get $size))
          (then
            (global.set $gc_free_head (i32.load (local.get $block)))
            (return (local.get $block))))))
    (if (i32.gt_u (global.get $heap_ptr) (i32.const 60000))
      (then (call $gc_collect)))
    (i32.store (global.get $heap_ptr) (i32.shl (local.get $size) (i32.const 1))) ;; header
    (local.set $block (i32.add (global.get $heap_ptr) (i32.const 4)))
    (global.set $heap_ptr
      (i32.add (global.get $heap_ptr) (i32.and (i32.add (local.get $size) (i32.const 11)) (i32.const -8))))
    (local.get $block))
  (func $size_of (param $block i32) (result i32)
    (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1)))
  (func $after (param $block i32) (result i32)
    (i32.add
      (local.get $block)
      (i32.and (i32.add (call $size_of (local.get $block)) (i32.const 11)) (i32.const -8))))
  (; (func $gc_collect is below ;)
  (func $gc_collect
    (local $at i32)
    (local.set $at (i32.add (global.get $gc_heap_start) (i32.const 4)))
    (block $cleared
      (loop $next
        (br_if $cleared (i32.ge_u (local.get $at) (global.get $heap_ptr)))
        (call $set_header (local.get $at) (i32.shl (call $size_of (local.get $at)) (i32.const 1)))
        (local.set $at (call $after (local.get $at)))
        (br $next)))
    (local.set $at (global.get $gc_stack_base))
    (block $marked
      (loop $next
        (br_if $marked (i32.ge_u (local.get $at) (global.get $gc_sp)))
        (call $mark (i32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next)))
    (global.set $gc_free_head (i32.const 0))
    (local.set $at (i32.add (global.get $gc_heap_start) (i32.const 4)))
    (block $swept
      (loop $next
        (br_if $swept (i32.ge_u (local.get $at) (global.get $heap_ptr)))
        (if (i32.eqz (i32.and (i32.load (i32.sub (local.get $at) (i32.const 4))) (i32.const 1)))
          (then
            (i32.store (local.get $at) (global.get $gc_free_head))
            (global.set $gc_free_head (local.get $at))))
        (local.set $at (call $after (local.get $at)))
        (br $next))))
  (func $set_header (param $block i32) (param $header i32)
    (i32.store (i32.sub (local.get $block) (i32.const 4)) (local.get $header)))
  ;; Takes any aligned word for a block, as a conservative collector may not.
  (func $mark (param $word i32)
    (local $at i32)
    (if (i32.lt_u (local.get $word) (i32.add (global.get $gc_heap_start) (i32.const 4))) (then (return)))
    (if (i32.ge_u (local.get $word) (global.get $heap_ptr)) (then (return)))
    (if (i32.and (i32.sub (local.get $word) (i32.add (global.get $gc_heap_start) (i32.const 4))) (i32.const 7))
      (then (return)))
    (if (i32.and (i32.load (i32.sub (local.get $word) (i32.const 4))) (i32.const 1)) (then (return)))
    (call $set_header (local.get $word) (i32.or (i32.load (i32.sub (local.get $word) (i32.const 4))) (i32.const 1)))
    (block $scanned
      (loop $next
        (br_if $scanned (i32.ge_u (local.get $at) (call $size_of (local.get $word))))
        (call $mark (i32.load (i32.add (local.get $word) (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next))))
  (export "alloc" (func $alloc))
  ;; A block of two numbers, and its root.
  (func $pair (param $first i64) (param $second i64) (result i32)
    (local $sp i32) (local $block i32)
    global.get $gc_sp
    local.set $sp
    i32.const 16
    call $alloc
    local.set $block
    local.get $block
    local.get $first
    i64.store
    local.get $block
    local.get $second
    i64.store offset=8
    local.get $sp
    local.get $block
    i32.store
    local.get $sp
    i32.const 4
    i32.add
    global.set $gc_sp
    local.get $block)
  ;; What the first pair holds, after more has been allocated.
  (func $main (export "main") (result i64)
    (local $sp i32) (local $kept i32)
    global.get $gc_sp
    local.set $sp
    i64.const 0
    i64.const 7
    call $pair
    local.set $kept
    i64.const 3 ;; a number
    i64.const 5
    call $pair
    drop
    i32.const 24
    call $alloc
    drop
    i32.const 40
    call $alloc
    drop
    i32.const 56
    call $alloc
    drop
    local.get $kept
    i64.load offset=8
    local.get $sp
    global.set $gc_sp
    return)
)
