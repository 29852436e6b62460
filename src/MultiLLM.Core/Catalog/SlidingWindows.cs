using System.Collections.Frozen;

namespace MultiLLM.Core.Catalog;

/// <summary>
/// Which layers attend to a sliding window only. Few files say it layer by layer; for the others llama.cpp has a pattern for each architecture, and
/// this table repeats the pinned release's. An architecture that is not in it has no windows there, whatever its file says (phi3 for one).
/// </summary>
internal static class SlidingWindows
{
    private static readonly FrozenDictionary<string, Rule> Rules = new Dictionary<string, Rule>
    {
        ["afmoe"] = new(Every: 4),
        ["cohere2"] = new(Every: 4),
        ["cohere2moe"] = new(Every: 4, WholeFirst: true),
        ["dots3note"] = Rule.FromFile,
        ["exaone-moe"] = new(Every: 4, Window: 128),
        ["exaone4"] = new(Every: 4, Window: 4096, OnlyLayers: 64),
        ["gemma-embedding"] = new(Every: 6),
        ["gemma2"] = new(Every: 2, Window: 4096),
        ["gemma3"] = new(Every: 6),
        ["gemma3n"] = new(Every: 5),
        ["gemma4"] = Rule.FromFile,
        ["gpt-oss"] = new(Every: 2),
        ["granite_swa"] = Rule.FromFile,
        ["laguna"] = new(Every: 4, WholeFirst: true),
        ["lfm2"] = new(Every: 0),
        ["lfm2moe"] = new(Every: 0),
        ["llama4"] = new(Every: 4, Window: 8192, IsFixed: true),
        ["maple"] = Rule.FromFile,
        ["mellum"] = new(Every: 4),
        ["mimo2"] = Rule.FromFile,
        ["modern-bert"] = new(Every: 3, WholeFirst: true),
        ["muse-glimmer"] = new(Every: 4),
        ["olmo2"] = new(Every: 4),
        ["plamo3"] = new(Every: 8),
        ["smallthinker"] = new(Every: 4, WholeFirst: true, Window: 4096, IsFixed: true, OnlyIfGiven: true),
        ["spark2_5"] = Rule.FromFile,
        ["step35"] = Rule.FromFile,
    }.ToFrozenDictionary();

    /// <summary>The window of each layer, tokens; null: the layer attends to the whole context.</summary>
    public static IReadOnlyList<int?> Of(GgufHeader header, string architecture, int layers)
    {
        var windows = new int?[layers];
        if (!Rules.TryGetValue(architecture, out var rule) || (rule.OnlyLayers is { } only && only != layers))
            return windows;
        var given = header.Number($"{architecture}.attention.sliding_window");
        if (given is 0 or < 0 or > int.MaxValue || (given is null && (rule.Window == 0 || rule.OnlyIfGiven)))
            return windows;
        var window = rule.IsFixed ? rule.Window : (int)(given ?? rule.Window);
        var key = $"{architecture}.attention.sliding_window_pattern";
        var list = header.Arrays.GetValueOrDefault(key)?.Numbers;
        var every = list is null && header.Number(key) is >= 0 and <= int.MaxValue and var number ? (int)number : rule.Every;
        for (var layer = 0; layer < layers; layer++)
        {
            var isWindowed = list is not null ? layer < list.Count && list[layer] != 0 : rule.IsWindowed(layer, every);
            windows[layer] = isWindowed ? window : null;
        }
        return windows;
    }

    /// <param name="Every">One layer of so many attends to everything; 0: none does; null: the file lists the layers.</param>
    /// <param name="WholeFirst">It is the first of them, else the last.</param>
    /// <param name="Window">Tokens where the file does not say.</param>
    /// <param name="IsFixed">Whatever the file says.</param>
    /// <param name="OnlyIfGiven">No windows unless the file names their length.</param>
    /// <param name="OnlyLayers">Only models of so many layers have windows.</param>
    private sealed record Rule(int? Every, bool WholeFirst = false, int Window = 0, bool IsFixed = false, bool OnlyIfGiven = false, int? OnlyLayers = null)
    {
        public static Rule FromFile { get; } = new(Every: null);

        public bool IsWindowed(int layer, int? every) => every switch
        {
            null => false,
            0 => true,
            { } n => WholeFirst ? layer % n != 0 : layer % n < n - 1,
        };
    }
}
