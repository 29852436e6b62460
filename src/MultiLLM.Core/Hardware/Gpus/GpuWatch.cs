using System.Runtime.InteropServices;
using MultiLLM.Core.Hardware.Files;
using MultiLLM.Core.Hardware.Memory;

namespace MultiLLM.Core.Hardware.Gpus;

/// <summary>All GPUs of this machine. Asking the driver may take seconds, so whoever is in a hurry gets the answer of the last time.</summary>
internal sealed class GpuWatch(ISystemFiles files, IMemoryProbe memory, NvidiaProbe nvidia, TimeProvider time) : IGpus
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<IReadOnlyList<GpuDevice>>? _looking;
    private IReadOnlyList<GpuDevice> _latest = [];
    private long _latestAt;
    private bool _looked;
    private volatile bool _hasNvidia = true;

    public IReadOnlyList<GpuDevice> Latest
    {
        get
        {
            lock (_gate)
            {
                if (!_looked || time.GetElapsedTime(_latestAt) >= MaxAge)
                    _ = Begin();
                return _latest;
            }
        }
    }

    public Task<IReadOnlyList<GpuDevice>> LookAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Begin().WaitAsync(cancellationToken);
    }

    /// <summary>One look at a time; who comes meanwhile shares it.</summary>
    private Task<IReadOnlyList<GpuDevice>> Begin() => _looking ??= Task.Run(async () =>
    {
        IReadOnlyList<GpuDevice>? found = null;
        try
        {
            found = await LookAsync();
            return found;
        }
        finally
        {
            lock (_gate)
            {
                _latest = found ?? _latest;
                (_latestAt, _looked, _looking) = (time.GetTimestamp(), true, null);
            }
        }
    });

    private async Task<IReadOnlyList<GpuDevice>> LookAsync()
    {
        var devices = new List<GpuDevice>();
        if (_hasNvidia)
        {
            var found = await nvidia.LookAsync(memory.Read(), CancellationToken.None);
            _hasNvidia = found is not null;
            devices.AddRange(found ?? []);
        }
        devices.AddRange(DrmCards.Read(files));
        if (OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
            devices.Add(AppleGpu.In(memory.Read()));
        return devices;
    }
}
