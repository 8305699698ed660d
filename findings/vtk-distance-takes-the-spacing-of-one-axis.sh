#!/bin/sh
# VTK 9.7.1, vtkImageEuclideanDistance of a volume: ConsiderAnisotropy, which is on by default, "used to define whether Spacing should be used in
# the computation of the distances", takes the spacing of z alone. X and y count as 1, whatever they are, so that the two units are mixed: with
# voxels of 0.5 x 0.5 x 3 mm the fourth pixel to the right is 4 away, not 2 mm, while the second slice is 6 mm away; with voxels of 2 mm all round
# a ball's distance map is no longer round. Both of its algorithms do it. SciPy 1.17.1's distance_transform_edt(sampling=...) has all three.
# (Numbers are squares of distances, as documented; the roots are printed.) Guess before: as SciPy. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" install --quiet --retries 0 numpy==2.4.6 scipy==1.17.1 vtk==9.7.1
cd "$folder"
"$folder/v/bin/python" - <<'PY'
import numpy as np
from scipy.ndimage import distance_transform_edt
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkImagingGeneral import vtkImageEuclideanDistance


def distances(mask, spacing, algorithm):
    image = vtkImageData()
    image.SetDimensions(mask.shape[::-1])
    image.SetSpacing(spacing)
    image.GetPointData().SetScalars(numpy_to_vtk(mask.ravel(), deep=1))
    transform = vtkImageEuclideanDistance()
    assert transform.GetConsiderAnisotropy() == 1
    getattr(transform, f"SetAlgorithmTo{algorithm}")()
    transform.SetInputData(image)
    transform.Update()
    return np.sqrt(vtk_to_numpy(transform.GetOutput().GetPointData().GetScalars())).reshape(mask.shape)


mask = np.ones((9, 9, 9), np.uint8)
mask[4, 4, 4] = 0
for spacing in ((1, 1, 1), (0.5, 0.5, 3), (2, 2, 2), (2, 1, 1), (1, 2, 1), (1, 1, 2)):
    due = distance_transform_edt(mask, sampling=spacing[::-1])
    both = [distances(mask, spacing, algorithm) for algorithm in ("Saito", "SaitoCached")]
    ends = [[float(d[4, 4, 8]), float(d[4, 8, 4]), float(d[8, 4, 4])] for d in (both[0], due)]
    print("spacing", spacing, "four voxels along x, y, z: VTK", ends[0], "SciPy", ends[1])
    only_z = distance_transform_edt(mask, sampling=(spacing[2], 1, 1))
    assert all(np.allclose(d, only_z) for d in both)
    assert np.allclose(both[0], due) == (spacing[:2] == (1, 1))
PY
