using System.Runtime.InteropServices;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Inference;

/// <summary>
/// The GPUs of one load as llama.cpp takes them: two arrays that must live until the load is over. Without layers for them the list is
/// empty rather than absent, because an absent one means "all", and they would be set up for nothing.
/// </summary>
internal sealed unsafe class GpuSelection : IDisposable
{
    private readonly int _layers;
    private readonly nint* _devices; // ends with a null
    private readonly float* _split;

    private GpuSelection(int layers, IReadOnlyList<(nint Device, float Share)>? parts)
    {
        _layers = layers;
        if (parts is null)
            return;
        _devices = (nint*)NativeMemory.AllocZeroed((nuint)parts.Count + 1, (nuint)sizeof(nint));
        _split = (float*)NativeMemory.AllocZeroed((nuint)parts.Count + 1, sizeof(float));
        for (var i = 0; i < parts.Count; i++)
            (_devices[i], _split[i]) = parts[i];
    }

    /// <exception cref="RunnerFailure">The order names a GPU that the engine does not have.</exception>
    public static GpuSelection For(LoadModel order)
    {
        if (order.GpuLayers == 0)
            return new GpuSelection(0, []);
        if (order.GpuParts.Count == 0)
            return new GpuSelection(order.GpuLayers, null);
        var gpus = NativeLibraries.Devices().Where(device => device.IsGpu).ToDictionary(device => device.Name, StringComparer.Ordinal);
        return new GpuSelection(order.GpuLayers, [.. order.GpuParts.Select(part => gpus.TryGetValue(part.Name, out var gpu)
            ? (gpu.Pointer, (float)part.Layers)
            : throw new RunnerFailure(
                FailureCode.LoadFailed, $"the engine has no GPU {part.Name}; it has {(gpus.Count == 0 ? "none" : string.Join(", ", gpus.Keys))}.", "gpu_parts"))]);
    }

    public void ApplyTo(ref LlamaModelParams parameters)
    {
        parameters.GpuLayers = _layers;
        parameters.Devices = (nint)_devices;
        parameters.TensorSplit = (nint)_split;
    }

    public void Dispose()
    {
        NativeMemory.Free(_devices);
        NativeMemory.Free(_split);
    }
}
