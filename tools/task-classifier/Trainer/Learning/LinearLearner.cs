using System.Numerics.Tensors;
using MultiLLM.Core.Selection.Understanding.Classifier;
using TaskClassifier.Trainer.Features;

namespace TaskClassifier.Trainer.Learning;

/// <param name="Turns">The prompt and its edited copies, which take turns.</param>
/// <param name="Weight">How much it counts.</param>
internal sealed record Example(EncodedText[] Turns, int Task, int Level, float Weight);

/// <summary>
/// Two maximum entropy models that share their features, for tasks and for difficulties, by stochastic gradients with dropout of features. Microsoft.ML's learners know no
/// dropout and no copies that take turns, and measured worse on other people's prompts; the command "compare" measures it again.
/// </summary>
internal sealed class LinearLearner(LearnerSettings settings, WordVectors? vectors, int features)
{
    private const int Outputs = TaskModel.Outputs;

    private readonly LinearModel _model = new(features, vectors is not null);
    private readonly float[] _pulledUntil = new float[features];
    private readonly Random _random = new(settings.Seed);
    private readonly float[] _pools = new float[WordVectors.Groups.Length * WordVectors.Dimensions];
    private readonly float[] _scores = new float[Outputs];
    private readonly float[] _errors = new float[Outputs];
    private readonly List<(int Row, float Value)> _active = [];
    private float _pull;

    public LinearModel Train(IReadOnlyList<Example> examples)
    {
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var steps = (float)settings.Epochs * examples.Count;
        var step = 0;
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            _random.Shuffle(order);
            foreach (var index in order)
                Step(examples[index], settings.LearningRate * (1 - (step++ / steps)));
        }
        for (var row = 0; row < features; row++)
            Pull(row);
        return _model;
    }

    private void Step(Example example, float rate)
    {
        var text = example.Turns[_random.Next(example.Turns.Length)];
        Gather(text, _random.NextSingle() < settings.VectorsAlone);
        Score(text);
        Error(example, _errors);

        _pull += rate * settings.Decay;
        foreach (var (row, value) in _active)
        {
            Pull(row);
            AddScaled(_model.Rows.AsSpan(row * Outputs, Outputs), -rate * value);
        }
        var shrink = 1 - (rate * settings.VectorDecay);
        for (var i = 0; i < _pools.Length && vectors is not null; i++)
        {
            if (_pools[i] == 0)
                continue;
            var weights = _model.Vectors.AsSpan(i * Outputs, Outputs);
            TensorPrimitives.Multiply(weights, shrink, weights);
            AddScaled(weights, -rate * _pools[i]);
        }
        for (var i = 0; i < text.Shape.Length; i++)
            AddScaled(_model.Shape.AsSpan(i * Outputs, Outputs), -rate * settings.ShapeVoice * settings.ShapeVoice * text.Shape[i]);
        AddScaled(_model.Bias, -rate);
    }

    /// <summary>What of the text this step sees.</summary>
    private void Gather(EncodedText text, bool vectorsAlone)
    {
        _active.Clear();
        Array.Clear(_pools);
        for (var group = 0; group < TaskModel.Groups; group++)
        {
            var pool = text.Vectors[group].Length > 0 ? Array.IndexOf(WordVectors.Groups, (FeatureGroup)group) : -1;
            var hidden = vectorsAlone && (FeatureGroup)group is not FeatureGroup.Trait;
            var from = _active.Count;
            var kept = 0;
            for (var i = 0; i < text.Rows[group].Length; i++)
            {
                if (_random.NextSingle() < settings.Dropout)
                    continue;
                kept++;
                if (text.Rows[group][i] is var row and >= 0 && !hidden)
                    _active.Add((row, 0));
                if (pool >= 0 && text.Vectors[group][i] is var vector and >= 0)
                {
                    var sum = _pools.AsSpan(pool * WordVectors.Dimensions, WordVectors.Dimensions);
                    TensorPrimitives.Add(sum, vectors![vector], sum);
                }
            }
            if (kept == 0)
                continue;
            var voice = 1 / MathF.Sqrt(kept);
            for (var i = from; i < _active.Count; i++)
                _active[i] = (_active[i].Row, voice * settings.Voices[group]);
            if (pool >= 0)
            {
                var sum = _pools.AsSpan(pool * WordVectors.Dimensions, WordVectors.Dimensions);
                TensorPrimitives.Multiply(sum, voice * settings.VectorVoice, sum);
            }
        }
    }

    private void Score(EncodedText text)
    {
        _model.Bias.CopyTo(_scores, 0);
        foreach (var (row, value) in _active)
        {
            Pull(row);
            TensorPrimitives.MultiplyAdd(_model.Rows.AsSpan(row * Outputs, Outputs), value, _scores, _scores);
        }
        for (var i = 0; i < _pools.Length; i++)
        {
            if (_pools[i] != 0)
                TensorPrimitives.MultiplyAdd(_model.Vectors.AsSpan(i * Outputs, Outputs), _pools[i], _scores, _scores);
        }
        for (var i = 0; i < text.Shape.Length; i++)
            TensorPrimitives.MultiplyAdd(_model.Shape.AsSpan(i * Outputs, Outputs), text.Shape[i], _scores, _scores);
    }

    private void Error(Example example, Span<float> errors)
    {
        TensorPrimitives.SoftMax(_scores.AsSpan(0, TaskModel.Tasks), errors[..TaskModel.Tasks]);
        TensorPrimitives.SoftMax(_scores.AsSpan(TaskModel.Tasks), errors[TaskModel.Tasks..]);
        errors[example.Task]--;
        errors[TaskModel.Tasks + example.Level]--;
        TensorPrimitives.Multiply(errors[..TaskModel.Tasks], example.Weight, errors[..TaskModel.Tasks]);
        TensorPrimitives.Multiply(errors[TaskModel.Tasks..], settings.LevelWeight, errors[TaskModel.Tasks..]);
    }

    private void AddScaled(Span<float> weights, float factor) => TensorPrimitives.MultiplyAdd(_errors, factor, weights, weights);

    /// <summary>Makes up for the pulls since the row was last touched.</summary>
    private void Pull(int row)
    {
        if (_pulledUntil[row] == _pull)
            return;
        var weights = _model.Rows.AsSpan(row * Outputs, Outputs);
        TensorPrimitives.Multiply(weights, MathF.Exp(_pulledUntil[row] - _pull), weights);
        _pulledUntil[row] = _pull;
    }
}
