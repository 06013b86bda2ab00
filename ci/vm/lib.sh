# shellcheck shell=bash
# A virtual machine with a kernel of Debian's and this machine's root directory. `ci/lib.sh` is sourced before.
# Not run by itself.
# shellcheck disable=SC2154 # `ci/lib.sh` has set them

# What is unpacked stays below the target directory: nothing is installed.
vm=$CARGO_TARGET_DIR/vm
tools=$vm/tools
libraries=$tools/usr/lib/x86_64-linux-gnu:$tools/lib/x86_64-linux-gnu

# Downloads the latest of some packages, without what they depend on, into a directory, and unpacks it.
unpack() {
    local to=$1 deb
    shift
    mkdir -p "$scratch/debs"
    (cd "$scratch/debs" && apt-get download -qq -o APT::Sandbox::User=root "$@") >"$scratch/apt" 2>&1 ||
        die "the packages $* cannot be downloaded (is \`apt-get update\` needed?): $(cat "$scratch/apt")"
    for deb in "$scratch"/debs/*.deb; do
        dpkg -x "$deb" "$to"
    done
    rm -r "$scratch/debs"
}

# Has `qemu-system-x86_64` in "${qemu[@]}", and busybox and kmod in "$tools/bin".
have_tools() {
    local packages=()
    if [ ! -d "$tools" ]; then
        rm -rf "$tools.new"
        mkdir -p "$tools.new"
        unpack "$tools.new" busybox-static kmod
        if ! command -v qemu-system-x86_64 >/dev/null; then
            # Which of its libraries are installed already, only a try tells.
            apt-get install --simulate --no-install-recommends qemu-system-x86 >"$scratch/apt" 2>&1 ||
                die "qemu-system-x86 is not available: $(cat "$scratch/apt")"
            mapfile -t packages < <(sed -n 's/^Inst \([^ ]*\) .*/\1/p' "$scratch/apt")
            unpack "$tools.new" "${packages[@]}"
        fi
        mv "$tools.new" "$tools"
    fi
    if [ -x "$tools/usr/bin/qemu-system-x86_64" ]; then
        qemu=(env LD_LIBRARY_PATH="$libraries"
            QEMU_MODULE_DIR="$tools/usr/lib/x86_64-linux-gnu/qemu"
            "$tools/usr/bin/qemu-system-x86_64"
            -L "$tools/usr/share/qemu" -L "$tools/usr/share/seabios" -L "$tools/usr/lib/ipxe/qemu")
    else
        qemu=(qemu-system-x86_64)
    fi
}

# The packages of Debian's stable kernel and of the newest one that is offered, a line each; one
# line if both are of one series.
offered_kernels() {
    local stable newest
    stable=$({ apt-cache depends linux-image-amd64 || true; } | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p')
    [ -n "$stable" ] || die "linux-image-amd64 is in no package list (is \`apt-get update\` needed?)"
    # Neither for clouds nor for real time, and neither those with symbols nor those that stand for another.
    newest=$(apt-cache pkgnames linux-image- |
        grep -E '^linux-image-[0-9]+\.[0-9]+\.[0-9][^-]*(-[0-9]+)?-amd64$' | sort -V | tail -n 1)
    echo "$stable"
    if [ "$(series "$newest")" != "$(series "$stable")" ]; then
        echo "$newest"
    fi
}

series() {
    cut -d - -f 3 <<<"$1" | cut -d . -f 1,2
}

# Unpacks a kernel's package into "$vm", with the modules that its initrd has to load.
have_kernel() {
    local to=$vm/$1 new=$vm/$1.new release module name
    [ ! -d "$to" ] || return 0
    rm -rf "$new"
    mkdir -p "$new/initrd/modules"
    unpack "$new" "$1"
    release=$(ls "$new/lib/modules")
    kmod depmod -b "$new" "$release"
    for module in virtio_pci 9pnet_virtio 9p overlay; do
        kmod modprobe -d "$new" -S "$release" --show-depends "$module"
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' | while read -r module; do
        name=$(basename "$module" .xz)
        echo "$name" >>"$new/initrd/modules/order"
        case $module in
            *.xz) xz -dc "$module" ;;
            *) cat "$module" ;;
        esac >"$new/initrd/modules/$name"
    done
    mv "$new/boot/vmlinuz-$release" "$new/vmlinuz"
    mv "$new" "$to"
}

# kmod under one of its names.
kmod() {
    (export LD_LIBRARY_PATH=$libraries && exec -a "$1" "$tools/bin/kmod" "${@:2}")
}

pack_initrd() {
    cp "$tools/bin/busybox" ci/vm/init "$1"
    (cd "$1" && find . | "$tools/bin/busybox" cpio -o -H newc) 2>"$scratch/cpio" ||
        die "the initrd cannot be packed: $(cat "$scratch/cpio")"
}

# Boots a kernel with additional parameters, and runs a command in it, as root in the root of the workspace, with a timeout in
# seconds. Its writes to disk are discarded, its output is shown at once. Returns its exit status.
in_vm() {
    local kernel=$1 words=$2 limit=$3 job=$scratch/job pid ended=0
    shift 3
    have_kernel "$kernel"
    rm -rf "$job"
    mkdir "$job"
    touch "$job/said"
    pack_initrd "$vm/$kernel/initrd" >"$job/initrd"
    {
        printf 'tools=%q\nmodules=%q\n' "$tools" "$vm/$kernel/lib/modules"
        printf 'cd %q\ncommand=(' "$PWD"
        printf '%q ' "$@"
        echo ")"
    } >"$job/job"
    local drive=local,readonly=on,security_model=passthrough,multidevs=remap
    # Should this script be killed, it goes, too. One thread for both processors: with one for each
    # the kernel panics now and then while it patches its own code.
    setpriv --pdeathsig TERM timeout --kill-after=5 "$limit" "${qemu[@]}" \
        -nodefaults -no-user-config -display none -no-reboot -machine q35,usb=off \
        -accel "${NSFIXTURE_VM_ACCEL:-tcg,thread=single}" -cpu max,la57=off -smp 2 -m 4096 \
        -device virtio-rng-pci \
        -fsdev "$drive,id=root,path=/" -device virtio-9p-pci,fsdev=root,mount_tag=root \
        -fsdev "local,security_model=none,id=job,path=$job" \
        -device virtio-9p-pci,fsdev=job,mount_tag=job \
        -serial "file:$job/console" -kernel "$vm/$kernel/vmlinuz" -initrd "$job/initrd" \
        -append "console=ttyS0 quiet panic=-1 oops=panic mitigations=off $words job=$job keep=$PWD:$vm:$scratch pid1=$PWD/ci/vm/pid1" \
        </dev/null 2>"$job/qemu" &
    pid=$!
    tail --lines=+1 --follow --pid="$pid" "$job/said"
    wait "$pid" || ended=$?
    if [ -s "$job/status" ]; then
        return "$(cat "$job/status")"
    fi
    cat "$job/qemu" >&2
    tail -n 30 "$job/console" >&2 || true
    [ "$ended" != 124 ] || die "$kernel: no end within $limit s"
    die "$kernel: it ended without a status; qemu's was $ended"
}
