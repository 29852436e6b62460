namespace MultiLLM.Core.Catalog;

/// <summary>
/// What a file's head may claim. Each is far above what real models have and keeps reading it under about 50 MB and a second. Native code
/// compares each key and each tensor name with all before it, so their numbers are bounded for its sake too.
/// </summary>
internal static class GgufLimits
{
    public const int Keys = 8192;
    public const int Tensors = 65_536;
    public const int KeyBytes = 1024;

    /// <summary>llama.cpp keeps 64 bytes for a name, its closing zero included.</summary>
    public const int TensorNameBytes = 63;
    public const int Dimensions = 4;
    public const int TextBytes = 4 * 1024 * 1024;
    public const int TemplateBytes = 1024 * 1024;

    /// <summary>All texts of the metadata that are kept.</summary>
    public const int AllTextBytes = 16 * 1024 * 1024;

    /// <summary>Numbers of an array that are kept; llama.cpp takes 512 layers at most, so a list with one number per layer is shorter.</summary>
    public const int KeptNumbers = 1024;
    public const int KeptNumbersTogether = 256 * 1024;

    /// <summary>Everything before the weights.</summary>
    public const long HeadBytes = 128L * 1024 * 1024;
}
