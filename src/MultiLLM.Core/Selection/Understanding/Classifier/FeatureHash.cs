namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>
/// The names of features as 32-bit numbers, the same on every machine and in every version: the model's file is written in them.
/// Two features that share a number are rare and cost a little accuracy, nothing else.
/// </summary>
internal static class FeatureHash
{
    public const uint Start = 2166136261;

    /// <summary>FNV-1a over UTF-16.</summary>
    public static uint Append(uint hash, char c) => (hash ^ c) * 16777619;

    /// <summary>The feature's number within all groups.</summary>
    public static uint In(FeatureGroup group, uint hash) => Mix(hash + (((uint)group + 1) * 0x9E3779B9));

    public static uint Join(uint first, uint second) => (Mix(first) * 31) + second;

    /// <summary>The finisher of MurmurHash3.</summary>
    private static uint Mix(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
