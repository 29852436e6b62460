namespace TaskClassifier.Trainer.Learning;

/// <summary>How a model is trained. The defaults are what measured best.</summary>
internal sealed record LearnerSettings
{
    public int Epochs { get; init; } = 30;
    public float LearningRate { get; init; } = 0.15f;

    /// <summary>Pull of the weights towards 0 at each step.</summary>
    public float Decay { get; init; } = 3e-5f;

    /// <summary>Pull of the weights of the vectors' dimensions.</summary>
    public float VectorDecay { get; init; } = 5e-5f;

    /// <summary>Share of a text's features left out at each step, so that none is relied on alone.</summary>
    public float Dropout { get; init; } = 0.5f;

    /// <summary>Share of the steps in which words count by their vectors alone.</summary>
    public float VectorsAlone { get; init; } = 0.25f;

    /// <summary>[group]: how loudly its features speak; more means less pull towards 0.</summary>
    public float[] Voices { get; init; } = [2.2f, 1.2f, 2.2f, 4, 1.4f, 2.6f, 1.6f, 0.9f];
    public float VectorVoice { get; init; } = 0.6f;
    public float ShapeVoice { get; init; } = 1;

    /// <summary>[group]: prompts that must have a feature.</summary>
    public int[] Fewest { get; init; } = [2, 2, 2, 2, 2, 2, 2, 2];

    /// <summary>What the difficulty counts beside the task.</summary>
    public float LevelWeight { get; init; } = 0.7f;

    /// <summary>0: every prompt counts the same; 1: every task.</summary>
    public float Balance { get; init; } = 0.05f;

    /// <summary>Edited copies of each training prompt that take turns with it.</summary>
    public int EditedCopies { get; init; } = 2;
    public bool UseVectors { get; init; } = true;
    public int Seed { get; init; } = 17;

    /// <summary>Models that are trained in different orders and averaged.</summary>
    public int Runs { get; init; } = 1;
}
