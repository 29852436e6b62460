using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Inference;

/// <summary>Lets llama.cpp report a load's progress to managed code; alive until disposed.</summary>
internal sealed unsafe class LoadProgressCallback : IDisposable
{
    private readonly Action<float> _report;
    private GCHandle _self;

    public LoadProgressCallback(Action<float> report)
    {
        _report = report;
        _self = GCHandle.Alloc(this);
    }

    public nint Function => (nint)(delegate* unmanaged[Cdecl]<float, void*, byte>)&OnProgress;
    public nint UserData => GCHandle.ToIntPtr(_self);

    public void Dispose()
    {
        if (_self.IsAllocated)
            _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnProgress(float fraction, void* userData)
    {
        if (GCHandle.FromIntPtr((nint)userData).Target is LoadProgressCallback callback)
            callback._report(fraction);
        return 1; // go on loading; to give a load up the parent ends the process
    }
}
