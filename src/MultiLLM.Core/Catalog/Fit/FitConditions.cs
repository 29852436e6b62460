using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Catalog.Fit;

/// <summary>What a model meets on this machine at one moment.</summary>
/// <param name="Memory">Main memory.</param>
/// <param name="Gpus">Those that the engine can compute on.</param>
/// <param name="UseGpus">False: layers go to a GPU only where the request asks for it.</param>
/// <param name="WithoutGpu">Why there are none; only read where there are none.</param>
/// <param name="ModelFolder">Where downloads go.</param>
/// <param name="DiskFreeBytes">There; null: not known.</param>
/// <param name="LoadedContext">Tokens with which the model is in memory; null: it is not.</param>
internal sealed record FitConditions(
    MemoryRoom Memory, IReadOnlyList<UsableGpu> Gpus, bool UseGpus, string WithoutGpu, string ModelFolder, long? DiskFreeBytes, int? LoadedContext = null);
