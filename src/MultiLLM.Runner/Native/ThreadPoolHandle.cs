using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Native;

/// <summary>
/// Compute threads that live as long as the context. Without one, ggml starts and joins its threads anew for every decode step.
/// Its functions live in the CPU plugin, whose file depends on the processor, so they are asked for by name.
/// </summary>
internal sealed unsafe class ThreadPoolHandle : SafeHandle
{
    private readonly delegate* unmanaged[Cdecl]<nint, void> _free;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _pause;

    private ThreadPoolHandle(nint pool, delegate* unmanaged[Cdecl]<nint, void> free) : base(0, ownsHandle: true)
    {
        SetHandle(pool);
        _free = free;
        _pause = (delegate* unmanaged[Cdecl]<nint, void>)SharedLibrary.Neighbour((nint)free, "ggml_threadpool_pause");
    }

    public override bool IsInvalid => handle == 0;

    public nint Pointer => handle;

    /// <param name="threads">Threads that compute, the caller's included.</param>
    /// <param name="poll">0 to 100: how long they spin for work before they sleep.</param>
    public static ThreadPoolHandle? Create(int threads, uint poll)
    {
        const int cpuDevice = 0;
        for (nuint i = 0; i < GgmlApi.ggml_backend_dev_count(); i++)
        {
            var device = GgmlApi.ggml_backend_dev_get(i);
            if (GgmlApi.ggml_backend_dev_type(device) != cpuDevice)
                continue;
            var registry = GgmlApi.ggml_backend_dev_backend_reg(device);
            var create = (delegate* unmanaged[Cdecl]<GgmlThreadpoolParams*, nint>)
                GgmlApi.ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_new");
            var free = (delegate* unmanaged[Cdecl]<nint, void>)
                GgmlApi.ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_free");
            if (create == null || free == null)
                return null;
            GgmlThreadpoolParams parameters;
            GgmlApi.ggml_threadpool_params_init(&parameters, threads);
            parameters.Poll = poll;
            var pool = create(&parameters);
            return pool == 0 ? null : new ThreadPoolHandle(pool, free);
        }
        return null;
    }

    /// <summary>
    /// Sends idle threads to sleep now instead of letting them spin for work, which would take a core from the processes that deliver the answer
    /// and bring the next request. The next computation wakes them.
    /// </summary>
    public void Pause()
    {
        if (_pause != null)
            _pause(handle);
    }

    protected override bool ReleaseHandle()
    {
        _free(handle);
        return true;
    }
}
