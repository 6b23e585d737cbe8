;; Free blocks of collector `hardened`, by size; and what it notes of a block that is handed out. Part of heap.wat's
;; module.

  ;; The front of the free block that fits; what is left of it is free again.
  (func $take_hardened (param $size i32) (param $pointer_free i32) (result i32)
    (local $total i32)
    (local $stride i32)
    (local $block i32)
    (local.set $total (call $stride (local.get $size)))
    (local.set $block (call $unlink_fit (local.get $total)))
    (if (i32.eqz (local.get $block)) (then (return (i32.const 0))))
    (local.set $stride (call $stride_of (local.get $block)))
    (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.shl (local.get $size) (i32.const 1)))
    (call $enter (local.get $block) (local.get $pointer_free))
    (memory.fill $memory
      (local.get $block)
      ;; survives "0 became 1", "0 became -1": no word of such bytes is an address, and all that is read was written
      (i32.const 0)
      (i32.sub (local.get $total) (i32.const 4)))
    (if (i32.le_u (local.get $stride) (local.get $total))
      (then
        ;; seen: heap.exact
      ))
    (if (i32.gt_u (local.get $stride) (local.get $total))
      (then
        ;; seen: heap.split
        (call $put_free
          (i32.add (local.get $block) (local.get $total))
          (i32.sub (local.get $stride) (local.get $total)))
      ))
    (local.get $block))

  ;; The bytes from a block's header to the next.
  (func $stride_of (param $block i32) (result i32)
    (call $stride (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1))))

  ;; Takes a block of this size or more off its list, or answers 0. Any block of a higher bin fits. A bin above 512
  ;; bytes holds several sizes: the first few of its blocks are tried, so that a long list costs no more than a short
  ;; one.
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
            ;; survives "i32.sub became add": the engine takes the difference and the sum modulo 64, and they are the
            ;;   same
            (i64.shl (i64.const -2) (i64.extend_i32_u (i32.sub (local.get $bin) (i32.const 64))))))))
    (if (i64.eqz (local.get $above)) (then (return (i32.const 0))))
    (call $unlink_first (i32.add (i32.const 64) (i32.wrap_i64 (i64.ctz (local.get $above))))))

  (func $bin_of (param $total i32) (result i32)
    (local $power i32)
    ;; survives "512 became 511, in blocks of 1000 bytes and more", "512 became 513, in blocks of 1000 bytes and
    ;;   more": they are larger than either
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
    (if (i32.lt_u (local.get $bin) (i32.const 80))
      (then
        ;; seen: heap.bin.8 + (local.get $bin)
      ))
    (local.set $block (i32.load $plan (call $head_of (local.get $bin))))
    (call $set_head (local.get $bin) (i32.load (local.get $block)))
    (local.get $block))

  ;; The first of a bin's first 16 blocks that is large enough, or 0.
  (func $unlink_near_front (param $bin i32) (param $total i32) (result i32)
    (local $previous i32)
    (local $block i32)
    (local $tries i32)
    ;; survives "16 became 17", "16 became 17, in bin 70 and above": one more that fits may be found: a matter of speed
    (local.set $tries (i32.const 16))
    (local.set $block (i32.load $plan (call $head_of (local.get $bin))))
    (loop $walk
      (if (i32.eqz (i32.and (i32.ne (local.get $block) (i32.const 0)) (i32.ne (local.get $tries) (i32.const 0))))
        (then
          (if (local.get $previous)
            (then
              ;; seen: heap.near-miss
            ))
          (return (i32.const 0))))
      (if (i32.lt_u (call $stride_of (local.get $block)) (local.get $total))
        (then
          (local.set $previous (local.get $block))
          (local.set $block (i32.load (local.get $block)))
          ;; survives "i32.sub became add", "1 became 0", "(local.set $tries (i32.sub (local.get $tr... is missing",
          ;;   "1 became 2": more of a list is looked through, or less: a matter of speed
          (local.set $tries (i32.sub (local.get $tries) (i32.const 1)))
          (br $walk))))
    (if (i32.eqz (local.get $previous)) (then (return (call $unlink_first (local.get $bin)))))
    ;; seen: heap.near
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

  ;; Makes these bytes one free block, at this payload address, first of its bin.
  (func $put_free (param $block i32) (param $bytes i32)
    (local $bin i32)
    (local.set $bin (call $bin_of (local.get $bytes)))
    (i32.store
      (i32.sub (local.get $block) (i32.const 4))
      ;; survives "4 became 5": the size of a free block is rounded up to what it was
      (i32.shl (i32.sub (local.get $bytes) (i32.const 4)) (i32.const 1)))
    (i32.store8 $map (call $granule (local.get $block)) (i32.or (global.get $START) (global.get $FREE)))
    (i32.store (local.get $block) (i32.load $plan (call $head_of (local.get $bin))))
    (call $set_head (local.get $bin) (local.get $block))
  )

  (func $empty_bins
    (memory.fill $plan
      (global.get $plan_bins)
      (i32.const 0)
      (i32.shl (global.get $plan_bins_max) (i32.const 2)))
    (global.set $small_bins (i64.const 0))
    (global.set $large_bins (i64.const 0))
    (global.set $free_bytes (i32.const 0)))

  ;; After a collection, a heap has room for two and a half times what lives in it: the work of all collections is
  ;; linear in what is allocated. Where free blocks are so small that little of that was handed out, it grows all the
  ;; same.
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
      (then
        ;; seen: heap.widen
        (drop (call $raise_limit (local.get $lacking)))))
    (if (i32.lt_u (global.get $since) (i32.shr_u (call $half_heap) (i32.const 1)))
      (then
        ;; seen: heap.widen-small
        (drop (call $raise_limit (call $half_heap)))))
    (global.set $since (i32.const 0)))

  (func $half_heap (result i32)
    (i32.shr_u (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start)) (i32.const 1)))

  ;; Hardened: the map's entry of a block that has just been handed out.
  (func $enter (param $block i32) (param $pointer_free i32)
    (local $bits i32)
    (local.set $bits (global.get $START))
    (if (local.get $pointer_free)
      (then (local.set $bits (i32.or (local.get $bits) (global.get $POINTER_FREE)))))
    (i32.store8 $map (call $granule (local.get $block)) (local.get $bits)))

  (func $granule (param $block i32) (result i32)
    (i32.shr_u
      (i32.sub (i32.sub (local.get $block) (i32.const 4)) (global.get $gc_heap_start))
      (i32.const 3)))
