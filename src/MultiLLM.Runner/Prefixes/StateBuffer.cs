using System.Runtime.InteropServices;
using MultiLLM.Runner.Inference;

namespace MultiLLM.Runner.Prefixes;

/// <summary>The state of one sequence, outside the managed heap: it lives for a moment and may be large.</summary>
internal sealed unsafe class StateBuffer : IDisposable
{
    private byte* _bytes;

    private StateBuffer(int length)
    {
        _bytes = (byte*)NativeMemory.Alloc((nuint)length);
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

    private void Free()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
    }
}
