using MultiLLM.Core.Selection.Understanding.Classifier;

namespace TaskClassifier.Trainer.Features;

/// <summary>The features that training prompts share, each with a number; rarer ones are left to the word vectors.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<uint, int> _numbers = [];
    private readonly WordVectors? _vectors;

    /// <param name="texts">The training prompts.</param>
    /// <param name="fewest">[group]: prompts that must have a feature.</param>
    /// <param name="vectors">Null: without.</param>
    public Vocabulary(IEnumerable<TextFeatures> texts, int[] fewest, WordVectors? vectors)
    {
        _vectors = vectors;
        var counts = new Dictionary<uint, int>();
        var order = new List<(uint Feature, int Group)>();
        foreach (var text in texts)
        {
            for (var group = 0; group < TaskModel.Groups; group++)
            {
                foreach (var feature in text.ByGroup[group])
                {
                    ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, feature, out var known);
                    count++;
                    if (!known)
                        order.Add((feature, group));
                }
            }
        }
        var groups = new List<int>();
        foreach (var (feature, group) in order)
        {
            if (counts[feature] < fewest[group])
                continue;
            _numbers.Add(feature, groups.Count);
            groups.Add(group);
        }
        Groups = groups;
    }

    public IEnumerable<KeyValuePair<uint, int>> Features => _numbers;

    /// <summary>[number]: the feature's group.</summary>
    public IReadOnlyList<int> Groups { get; }
    public int Count => Groups.Count;

    public bool Contains(uint feature) => _numbers.ContainsKey(feature);

    public EncodedText Encode(TextFeatures text)
    {
        var rows = new int[TaskModel.Groups][];
        var vectors = new int[TaskModel.Groups][];
        for (var group = 0; group < TaskModel.Groups; group++)
        {
            var pool = _vectors is null ? -1 : Array.IndexOf(WordVectors.Groups, (FeatureGroup)group);
            var known = new List<int>();
            var like = new List<int>();
            foreach (var feature in text.ByGroup[group])
            {
                var row = _numbers.GetValueOrDefault(feature, -1);
                var vector = pool < 0 ? -1 : _vectors!.Find(pool, feature);
                if (row < 0 && vector < 0)
                    continue;
                known.Add(row);
                like.Add(vector);
            }
            rows[group] = [.. known];
            vectors[group] = pool < 0 ? [] : [.. like];
        }
        return new EncodedText(rows, vectors, text.Shape);
    }
}

/// <param name="Rows">[group][i]: number of the feature, or -1 where only its vector is known.</param>
/// <param name="Vectors">[group][i]: its word vector, or -1; empty for groups without.</param>
/// <param name="Shape">Values of the layout.</param>
internal sealed record EncodedText(int[][] Rows, int[][] Vectors, float[] Shape);
