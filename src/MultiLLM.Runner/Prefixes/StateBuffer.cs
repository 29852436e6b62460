using System.Runtime.InteropServices;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Prefixes;

/// <summary>
/// The state of one sequence, in memory that comes straight from the system and goes back to it at once: it lives for a moment and may be large.
/// </summary>
internal sealed unsafe class StateBuffer : IDisposable
{
    private byte* _bytes;

    private StateBuffer(int length)
    {
        _bytes = OperatingSystem.IsLinux() ? Map((nuint)length) : (byte*)NativeMemory.Alloc((nuint)length);
        Length = length;
    }

    ~StateBuffer() => Free();

    public int Length { get; }

    public byte* Pointer => _bytes is null ? throw new ObjectDisposedException(nameof(StateBuffer)) : _bytes;

    public Span<byte> Bytes => new(Pointer, Length);

    /// <summary>Null where memory is short or it is more than 2 GiB.</summary>
    public static StateBuffer? TryCreate(long length)
    {
        // The copy is not part of what the model was given memory for, so it must leave as much again to others.
        if (length is <= 0 or > int.MaxValue || !FreeMemory.CanGive(2 * length))
            return null;
        try
        {
            return new StateBuffer((int)length);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static byte* Map(nuint length)
    {
        var address = LinuxMemory.mmap(0, length, LinuxMemory.ProtectReadWrite, LinuxMemory.MapPrivateAnonymous, -1, 0);
        if (address == LinuxMemory.MapFailed)
            throw new OutOfMemoryException();
        LinuxMemory.madvise(address, length, LinuxMemory.AdviseHugePage); // filling small pages takes longer than the copy itself
        return (byte*)address;
    }

    private void Free()
    {
        if (_bytes is null)
            return;
        if (OperatingSystem.IsLinux())
            LinuxMemory.munmap((nint)_bytes, (nuint)Length);
        else
            NativeMemory.Free(_bytes);
        _bytes = null;
    }
}
