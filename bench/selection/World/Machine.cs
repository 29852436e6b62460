using MultiLLM.Core.Catalog;

namespace MultiLLM.SelectionBench.World;

/// <summary>What a machine does in a second, and what models may hold.</summary>
/// <param name="Name">For the table.</param>
/// <param name="BudgetBytes">Of memory for models: the machine's, less 3 GB for everything else.</param>
/// <param name="BytesPerSecond">Of weights read while decoding; each token reads them all.</param>
/// <param name="LayerSeconds">Overhead of each layer of each token.</param>
/// <param name="MultiplicationsPerSecond">While reading a prompt.</param>
/// <param name="LoadBytesPerSecond">Of a model file, until it is ready.</param>
/// <param name="ConversationGapSeconds">Between two new conversations when it is busy.</param>
internal sealed record Machine(
    string Name, long BudgetBytes, double BytesPerSecond, double LayerSeconds, double MultiplicationsPerSecond, double LoadBytesPerSecond, double ConversationGapSeconds)
{
    private const long SystemBytes = 3_000_000_000;
    private const double StartSeconds = 0.1;

    /// <summary>What the product assumes before it has measured: half the measured server's speed.</summary>
    public static Machine Laptop(int gigabytes) => Of("laptop", gigabytes, 25e9, 80e-6, 150e9, 1e9, 240);

    /// <summary>
    /// Two cores of a cloud machine as measured in docs/benchmarks.md and beside it: the 1.1B shape of 638 MB writes 63.4 tokens/s, reads 128 tokens in 0.46 s
    /// and is swapped in 1.05 s; the 135M shape of 145 MB writes 179 tokens/s, which gives the overhead. Larger models follow from their bytes and parameters.
    /// </summary>
    public static Machine Server(int gigabytes) => Of("server", gigabytes, 42e9, 50e-6, 306e9, 0.67e9, 150);

    /// <summary>A desktop with a graphics card or a quick unified memory: not measured.</summary>
    public static Machine Workstation(int gigabytes) => Of("workstation", gigabytes, 250e9, 10e-6, 5e12, 2e9, 40);

    public double DecodeTokensPerSecond(ModelDefinition model) => 1 / ((model.SizeBytes / BytesPerSecond) + (model.Shape!.Layers.Count * LayerSeconds));

    public double PromptTokensPerSecond(ModelDefinition model) => MultiplicationsPerSecond / model.Parameters!.Value;

    public double LoadSeconds(ModelDefinition model) => StartSeconds + (model.SizeBytes / LoadBytesPerSecond);

    private static Machine Of(string kind, int gigabytes, double bytes, double layer, double multiplications, double load, double gap) =>
        new($"{kind}, {gigabytes} GB", (gigabytes * 1_000_000_000L) - SystemBytes, bytes, layer, multiplications, load, gap);
}
