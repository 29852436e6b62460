using MultiLLM.Core.Selection.Understanding.Classifier;

namespace TaskClassifier.Trainer.Features;

/// <summary>The features of one text, as the service would find them.</summary>
internal sealed class TextFeatures
{
    private TextFeatures(uint[][] byGroup, float[] shape) => (ByGroup, Shape) = (byGroup, shape);

    /// <summary>[group]: features, each once, in the order of their finding.</summary>
    public uint[][] ByGroup { get; }
    public float[] Shape { get; }

    public static TextFeatures Of(string text)
    {
        var window = new TextWindow(text);
        var shape = ShapeReader.Read(window);
        var values = new float[ShapeFeatures.Count];
        ShapeFeatures.Fill(shape, values);
        var collector = new Collector();
        FeatureReader.Read(window, shape, ref collector);
        return new TextFeatures(collector.Take(), values);
    }

    private readonly struct Collector : IFeatureSink
    {
        private readonly HashSet<uint> _seen = [];
        private readonly List<uint>[] _groups = [.. Enumerable.Range(0, TaskModel.Groups).Select(_ => new List<uint>())];

        public Collector()
        {
        }

        public void Add(FeatureGroup group, uint feature)
        {
            if (_seen.Add(feature))
                _groups[(int)group].Add(feature);
        }

        public uint[][] Take() => [.. _groups.Select(g => g.ToArray())];
    }
}
