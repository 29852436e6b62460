namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>The words of a sentence, its neighbours with and without one between them, and its first one to three words as they stand.</summary>
internal struct SentenceReader(FeatureGroup group, uint salt)
{
    private const uint BeginningStart = 0x51ED270B;
    private const int Beginning = 3;

    private int _words;
    private uint _beginning = BeginningStart ^ salt;
    private uint _before;
    private uint _beforeThat;

    /// <summary>From <see cref="ConceptReader"/>.</summary>
    public ulong Concepts { get; private set; }

    public void Add<TSink>(in WordScanner word, ReadOnlySpan<char> text, ref TSink sink) where TSink : IFeatureSink, allows ref struct
    {
        if (!word.Letters.IsEmpty)
            Concepts |= ConceptReader.Read(word.Letters, text[word.Start..]);
        sink.Add(group, FeatureHash.In(group, word.Hash));
        if (_words < Beginning)
        {
            _beginning = FeatureHash.Join(_beginning, word.Hash);
            sink.Add(FeatureGroup.Phrase, FeatureHash.In(FeatureGroup.Phrase, _beginning));
        }
        if (_words > 0)
            sink.Add(FeatureGroup.Phrase, FeatureHash.In(FeatureGroup.Phrase, FeatureHash.Join(_before, word.Hash) ^ salt));
        if (_words > 1)
            sink.Add(FeatureGroup.Phrase, FeatureHash.In(FeatureGroup.Phrase, FeatureHash.Join(_beforeThat + 1, word.Hash) ^ salt));
        _beforeThat = _before;
        _before = word.Hash;
        _words++;
    }
}
