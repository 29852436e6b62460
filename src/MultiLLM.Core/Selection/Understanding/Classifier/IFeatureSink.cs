namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Takes the features of a text as they are found; the same one may come several times.</summary>
internal interface IFeatureSink
{
    /// <param name="group">The kind.</param>
    /// <param name="feature">From <see cref="FeatureHash.In"/>.</param>
    void Add(FeatureGroup group, uint feature);
}
