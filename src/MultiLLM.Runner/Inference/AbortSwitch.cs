using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Inference;

/// <summary>A flag that native code reads between the nodes of a computation, so that a long prompt stops at once.</summary>
internal sealed unsafe class AbortSwitch : IDisposable
{
    private int* _flag = (int*)NativeMemory.AllocZeroed(sizeof(int));

    public nint Function => (nint)(delegate* unmanaged[Cdecl]<void*, byte>)&Read;
    public nint UserData => (nint)_flag;

    public void Set() => Volatile.Write(ref *_flag, 1);

    public void Reset() => Volatile.Write(ref *_flag, 0);

    public void Dispose()
    {
        NativeMemory.Free(_flag);
        _flag = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte Read(void* flag) => Volatile.Read(ref *(int*)flag) != 0 ? (byte)1 : (byte)0;
}
